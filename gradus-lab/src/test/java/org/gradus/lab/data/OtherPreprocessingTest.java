package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherPreprocessingTest {

  private static final Source SOURCE = new Source("set", "00", 2, 0, List.of());
  private static final Targets.Classes AB =
      new Targets.Classes(new int[] {0, 1}, List.of("a", "b"));

  @TempDir Path folder;

  private static ImageData images(int channels, int width, int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    return new ImageData(bytes, channels, 1, width, AB, 2, SOURCE);
  }

  @Test
  void standardisesPixelsPerChannelOverTrainingImages() {
    ImageData data = images(3, 2, 0, 2, 255, 253, 7, 7, 1, 3, 9, 9, 9, 9);
    ImagePreprocessing fitted = (ImagePreprocessing) Preprocessing.fit(data, new int[] {0});

    assertThat(fitted.channels())
        .containsExactly(
            new ImagePreprocessing.Channel(1, 1),
            new ImagePreprocessing.Channel(254, 1),
            new ImagePreprocessing.Channel(7, 1));
    Dataset ready = fitted.apply(data);
    assertThat(ready.inputShape()).containsExactly(3, 1, 2);
    assertThat(ready.inputs()).containsExactly(-1, 1, 1, -1, 0, 0, 0, 2, -245, -245, 2, 2);
    assertThat(ready.classes()).containsExactly(0, 1);
    assertThat(Preprocessing.fromJson(fitted.toJson())).isEqualTo(fitted);
  }

  @Test
  void widensGreyImagesForAColourModelAndRefusesOtherSizes() {
    Preprocessing colour = Preprocessing.fit(images(3, 1, 0, 0, 0, 2, 2, 2), new int[] {0, 1});

    Dataset ready = colour.apply(images(1, 1, 0, 2));

    assertThat(ready.inputs()).containsExactly(-1, -1, -1, 1, 1, 1);
    assertThat(ready.source().notes()).contains("grey images taken as colour, all channels equal");
    assertThatThrownBy(() -> colour.apply(images(1, 2, 0, 0, 0, 0)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("images of 2 x 1 with 1 channel(s), the model takes 1 x 1 with 3");
  }

  @Test
  void predictsOnImagesWithoutLabels() {
    Preprocessing fitted = Preprocessing.fit(images(1, 1, 0, 2), new int[] {0, 1});
    Path one = TestFiles.image(folder, "new/b.png", TestFiles.grey(1, 1, 3));
    TestFiles.image(folder, "new/a.png", TestFiles.grey(1, 1, 1));

    Inputs all = DataFiles.inputs(folder.resolve("new"), Options.defaults(), fitted);
    Inputs single = DataFiles.inputs(one, Options.defaults(), fitted);

    assertThat(all.values()).containsExactly(0, 2);
    assertThat(all.rowNames()).containsExactly("a.png", "b.png");
    assertThat(all.shape()).containsExactly(1, 1, 1);
    assertThat(single.values()).containsExactly(2);
    assertThat(single.rowNames()).containsExactly(one.toString());
  }

  @Test
  void predictsOnIdxImagesWithoutLabels() {
    Preprocessing fitted = Preprocessing.fit(images(1, 1, 0, 2), new int[] {0, 1});
    byte[] idx = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5};
    Path path = TestFiles.bytes(folder, "new", idx);

    assertThat(DataFiles.inputs(path, Options.defaults(), fitted).values()).containsExactly(4);
  }

  @Test
  void refusesAFolderWithoutImages() {
    Preprocessing fitted = Preprocessing.fit(images(1, 1, 0, 2), new int[] {0, 1});

    assertThatThrownBy(() -> DataFiles.inputs(folder, Options.defaults(), fitted))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no PNG, JPEG, GIF or BMP images");
  }

  @Test
  void scalesVectorsByTheirLargestTrainingValue() {
    VectorData data = new VectorData(new float[] {1, 0, -4, 0, 0, 2}, 3, AB, SOURCE);
    VectorPreprocessing fitted = (VectorPreprocessing) Preprocessing.fit(data, new int[] {0});

    assertThat(fitted.scales()).containsExactly(1.0, 1.0, 4.0);
    assertThat(fitted.apply(data).inputs()).containsExactly(1, 0, -1, 0, 0, 0.5f);
    assertThat(Preprocessing.fromJson(fitted.toJson())).isEqualTo(fitted);
  }

  @Test
  void takesVectorsOfFewerOrMoreFeatures() {
    VectorData data = new VectorData(new float[] {2, 4, 2, 4}, 2, AB, SOURCE);
    Preprocessing fitted = Preprocessing.fit(data, new int[] {0, 1});
    Path narrow = TestFiles.text(folder, "narrow.svm", "0 1:1\n");
    Path wide = TestFiles.text(folder, "wide.svm", "0 1:1 2:1 3:1\n");

    Inputs narrower = DataFiles.inputs(narrow, Options.defaults(), fitted);
    Inputs wider = DataFiles.inputs(wide, Options.defaults(), fitted);

    assertThat(narrower.values()).containsExactly(0.5f, 0);
    assertThat(narrower.notices()).isEmpty();
    assertThat(wider.values()).containsExactly(0.5f, 0.25f);
    assertThat(wider.notices()).containsExactly("ignored features above the 2 known ones");
  }

  @Test
  void encodesAnotherTextWithTheTrainingVocabulary() {
    TextData training = new TextData(new int[] {0, 1}, new Vocabulary("ab"), SOURCE);
    Preprocessing fitted = Preprocessing.fit(training, new int[] {0});
    TextData other = new TextData(new int[] {1, 0, 1}, new Vocabulary("bc"), SOURCE);
    TextData foreign = new TextData(new int[] {0, 1}, new Vocabulary("xy"), SOURCE);

    Dataset ready = fitted.apply(other);

    assertThat(ready.tokens()).containsExactly(1);
    assertThat(ready.classLabels()).containsExactly("a", "b");
    assertThat(ready.source().notes())
        .containsExactly("left out 2 characters the model does not know");
    assertThat(Preprocessing.fromJson(fitted.toJson())).isEqualTo(fitted);
    assertThatThrownBy(() -> fitted.apply(foreign))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no character that the model knows");
    assertThatThrownBy(() -> DataFiles.inputs(folder, Options.defaults(), fitted))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("give it a prompt");
  }

  @Test
  void refusesDataOfAnotherKind() {
    Preprocessing vectors =
        Preprocessing.fit(new VectorData(new float[2], 1, AB, SOURCE), new int[] {0});
    Preprocessing pixels = Preprocessing.fit(images(1, 1, 0, 2), new int[] {0});

    assertThatThrownBy(() -> vectors.apply(images(1, 1, 0, 2))).hasMessageContaining("LIBSVM");
    assertThatThrownBy(() -> pixels.apply(new VectorData(new float[2], 1, AB, SOURCE)))
        .isInstanceOf(DataException.class)
        .hasMessage("set is not what the model was trained on; give images of 1 x 1");
  }
}
