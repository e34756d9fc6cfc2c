package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedDataTest {

  @TempDir Path folder;

  private NamedData named() {
    return new NamedData(new DataStore(Optional.of(folder), folder.resolve("cache")));
  }

  @Test
  void opensTheEmbeddedDigits() {
    ImageData digits = (ImageData) named().open("digits");

    assertThat(digits.rows()).isEqualTo(1797);
    assertThat(digits.channels()).isEqualTo(1);
    assertThat(digits.height()).isEqualTo(8);
    assertThat(digits.targets().labels()).hasSize(10).startsWith("0").endsWith("9");
    assertThat(digits.targets().indices()).startsWith(0, 1, 2, 3);
    assertThat(digits.pixels()).startsWith(0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15);
    assertThat(digits.source().name()).isEqualTo("digits");
    assertThat(digits.source().sha256())
        .isEqualTo("46abec6b12486ad9e51943373abcf22bbea1b5a51a1619b361570d8893f1464a");
    assertThat(Split.of(digits, 0).train().length).isBetween(1145, 1155);
  }

  @Test
  void opensTheEmbeddedBreastCancer() {
    TableData data = (TableData) named().open("breast-cancer");
    Targets.Classes targets = (Targets.Classes) data.targets();

    assertThat(data.rows()).isEqualTo(569);
    assertThat(data.featureNames()).hasSize(30);
    assertThat(targets.labels()).containsExactly("malignant", "benign");
    assertThat(targets.indices()).startsWith(0, 0, 0);
    assertThat(data.source().sha256())
        .isEqualTo("fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed");
  }

  @Test
  void opensTheEmbeddedShakespeare() {
    TextData text = (TextData) named().open("shakespeare");

    assertThat(text.rows()).isEqualTo(1_115_394);
    assertThat(text.vocabulary().size()).isEqualTo(65);
    assertThat(text.vocabulary().decode(text.tokens())).startsWith("First Citizen:\n");
  }

  @Test
  void saysWhatIsThere() {
    assertThat(NamedData.names())
        .containsExactly(
            "digits",
            "breast-cancer",
            "shakespeare",
            "mnist",
            "fashion-mnist",
            "cifar10",
            "a9a",
            "mushrooms",
            "wine",
            "diabetes");
    assertThat(named().isPresent("digits")).isTrue();
    assertThat(named().isPresent("mnist")).isFalse();
  }

  @Test
  void namesTheKnownSetsForAnUnknownOne() {
    assertThatThrownBy(() -> named().open("digit"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("there is no data set 'digit'; the known ones are digits, breast");
  }

  @Test
  void saysWhichFileToPutWhere() {
    assertThatThrownBy(() -> named().open("cifar10"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "cifar10 needs cifar10-train-10k.bin.gz (SHA-256"
                + " 266a7265fe5507583c7fe1b476757b2e56dab8196f536eefead9c9deb99ceaf1), which has no"
                + " public download; put it into "
                + folder
                + " (GRADUS_DATA)");
  }
}
