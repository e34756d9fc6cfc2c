package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderReaderTest {

  @TempDir Path folder;

  @Test
  void readsGreyImagesAsOneChannelOfStoredSamples() {
    TestFiles.image(folder, "dog/1.png", TestFiles.grey(3, 2, 100));
    TestFiles.image(folder, "cat/1.png", TestFiles.grey(3, 2, 7));
    TestFiles.text(folder, "cat/notes.txt", "not an image");
    TestFiles.text(folder, "cat/.hidden", "hidden");

    ImageData data = (ImageData) DataFiles.open(folder, Options.defaults());

    assertThat(data.channels()).isEqualTo(1);
    assertThat(data.height()).isEqualTo(2);
    assertThat(data.width()).isEqualTo(3);
    assertThat(data.targets().labels()).containsExactly("cat", "dog");
    assertThat(data.targets().indices()).containsExactly(0, 1);
    assertThat(data.pixels()).containsExactly(7, 7, 7, 7, 7, 7, 100, 100, 100, 100, 100, 100);
    assertThat(data.source().notes()).contains("ignored 1 files that are no PNG, JPEG, GIF or BMP");
  }

  @Test
  void readsColourAsPlanesAndWidensGrey() {
    TestFiles.image(folder, "a/1.png", TestFiles.colour(2, 1, 0x010203));
    TestFiles.image(folder, "b/1.png", TestFiles.grey(2, 1, 9));

    ImageData data = ImageFolderReader.read(folder);

    assertThat(data.channels()).isEqualTo(3);
    assertThat(data.pixels()).containsExactly(1, 1, 2, 2, 3, 3, 9, 9, 9, 9, 9, 9);
  }

  @Test
  void keepsTrainAndTestFolders() {
    TestFiles.image(folder, "train/a/1.png", TestFiles.grey(1, 1, 1));
    TestFiles.image(folder, "train/b/1.png", TestFiles.grey(1, 1, 2));
    TestFiles.image(folder, "test/b/1.png", TestFiles.grey(1, 1, 3));

    ImageData data = ImageFolderReader.read(folder);

    assertThat(data.testStart()).isEqualTo(2);
    assertThat(data.targets().indices()).containsExactly(0, 1, 1);
    assertThat(data.pixels()).containsExactly(1, 2, 3);
  }

  @Test
  void refusesATestClassThatTrainingLacks() {
    TestFiles.image(folder, "train/a/1.png", TestFiles.grey(1, 1, 1));
    TestFiles.image(folder, "test/b/1.png", TestFiles.grey(1, 1, 3));

    assertThatThrownBy(() -> ImageFolderReader.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("class 'b'");
  }

  @Test
  void namesTheFirstTwoImagesThatDifferInSize() {
    Path first = TestFiles.image(folder, "a/1.png", TestFiles.grey(4, 4, 0));
    TestFiles.image(folder, "a/2.png", TestFiles.grey(4, 4, 0));
    Path other = TestFiles.image(folder, "b/1.png", TestFiles.grey(4, 5, 0));

    assertThatThrownBy(() -> ImageFolderReader.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "images differ in size: %s is 4 x 4, %s is 4 x 5; resize them to one size"
                .formatted(first, other));
  }

  @Test
  void refusesUnreadableImages() {
    TestFiles.text(folder, "a/1.png", "no picture");

    assertThatThrownBy(() -> ImageFolderReader.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1.png is no readable image");
  }

  @Test
  void refusesTruncatedImages() {
    byte[] png = new byte[40];
    System.arraycopy(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'},
        0,
        png,
        0,
        16);
    TestFiles.bytes(folder, "a/1.png", png);

    assertThatThrownBy(() -> ImageFolderReader.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1.png is a damaged image");
  }

  @Test
  void refusesFoldersWithoutClasses() {
    assertThatThrownBy(() -> DataFiles.open(folder, Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("neither IDX nor .bin files nor sub-folders of images");
    TestFiles.text(folder, "a/notes.txt", "text");
    assertThatThrownBy(() -> ImageFolderReader.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no images in sub-folders");
    assertThatThrownBy(() -> ImageFolderReader.read(folder.resolve("a/notes.txt")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is no folder");
  }
}
