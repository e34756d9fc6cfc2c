package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {

  @TempDir Path folder;

  private static byte[] images(int count, int height, int width) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * height * width);
    bytes.putInt(0x803).putInt(count).putInt(height).putInt(width);
    while (bytes.hasRemaining()) {
      bytes.put((byte) (200 + bytes.position()));
    }
    return bytes.array();
  }

  private static byte[] labels(int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
    bytes.putInt(0x801).putInt(labels.length);
    Arrays.stream(labels).forEach(label -> bytes.put((byte) label));
    return bytes.array();
  }

  private Path writePair(String prefix, int... labels) {
    TestFiles.bytes(folder, prefix + "-labels-idx1-ubyte.gz", TestFiles.gzip(labels(labels)));
    byte[] images = TestFiles.gzip(images(labels.length, 2, 3));
    return TestFiles.bytes(folder, prefix + "-images-idx3-ubyte.gz", images);
  }

  @Test
  void readsAPairFromEitherFile() {
    Path path = writePair("train", 2, 0, 1);

    ImageData data = (ImageData) DataFiles.open(path, Options.defaults());
    ImageData same = IdxReader.read(folder.resolve("train-labels-idx1-ubyte.gz"));

    assertThat(data.rows()).isEqualTo(3);
    assertThat(data.channels()).isEqualTo(1);
    assertThat(data.height()).isEqualTo(2);
    assertThat(data.width()).isEqualTo(3);
    assertThat(data.pixels()).isEqualTo(Arrays.copyOfRange(images(3, 2, 3), 16, 34));
    assertThat(data.targets().indices()).containsExactly(2, 0, 1);
    assertThat(data.targets().labels()).containsExactly("0", "1", "2");
    assertThat(same.pixels()).isEqualTo(data.pixels());
    assertThat(same.source()).isEqualTo(data.source());
  }

  @Test
  void keepsTheTestPartOfAFolder() {
    writePair("train", 0, 1, 2, 1);
    writePair("t10k", 1, 0);

    RawData data = DataFiles.open(folder, Options.defaults());

    assertThat(data.rows()).isEqualTo(6);
    assertThat(data.testStart()).isEqualTo(4);
    assertThat(data.source().name()).isEqualTo(folder.toString());
    assertThat(data.source().notes()).contains("its own test part: 2 examples");
  }

  @Test
  void refusesWrongMagicTruncationAndUnequalCounts() {
    Path wrong = TestFiles.text(folder, "a-images-idx3-ubyte", "something else entirely");
    TestFiles.bytes(folder, "a-labels-idx1-ubyte", labels(0, 1));
    TestFiles.bytes(folder, "b-images-idx3-ubyte", Arrays.copyOf(images(2, 2, 2), 23));
    Path cut = TestFiles.bytes(folder, "b-labels-idx1-ubyte", labels(0, 1));
    TestFiles.bytes(folder, "c-images-idx3-ubyte", images(3, 2, 2));
    Path unequal = TestFiles.bytes(folder, "c-labels-idx1-ubyte", labels(0, 1));
    Path lonely = TestFiles.bytes(folder, "d-images-idx3-ubyte", images(2, 2, 2));

    assertThatThrownBy(() -> DataFiles.open(wrong, Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "is no IDX file of images: it begins with 736f6d65, expected 00000803");
    assertThatThrownBy(() -> DataFiles.open(cut, Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 23 bytes, its header promises 24");
    assertThatThrownBy(() -> IdxReader.read(unequal))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("3 images")
        .hasMessageContaining("2 labels");
    assertThatThrownBy(() -> IdxReader.read(lonely))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("d-labels-idx1-ubyte does not exist");
  }

  @Test
  void refusesNamesWithoutAPartner() {
    Path path = TestFiles.bytes(folder, "digits", images(2, 2, 2));

    assertThatThrownBy(() -> DataFiles.open(path, Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no partner known");
  }

  @Test
  void refusesNoImages() {
    TestFiles.bytes(folder, "e-labels-idx1-ubyte", labels());
    Path path = TestFiles.bytes(folder, "e-images-idx3-ubyte", images(0, 2, 2));

    assertThatThrownBy(() -> IdxReader.read(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("promises 0 images");
  }
}
