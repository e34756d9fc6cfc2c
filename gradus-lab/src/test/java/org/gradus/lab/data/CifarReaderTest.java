package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarReaderTest {

  private static final int RECORD = 3073;

  @TempDir Path folder;

  private static byte[] records(int... labels) {
    byte[] bytes = new byte[labels.length * RECORD];
    for (int i = 0; i < labels.length; i++) {
      bytes[i * RECORD] = (byte) labels[i];
      bytes[i * RECORD + 1] = (byte) (10 + i);
      bytes[i * RECORD + 3072] = (byte) (20 + i);
    }
    return bytes;
  }

  @Test
  void readsLabelsAndPlanes() {
    Path path = TestFiles.bytes(folder, "some.bin.gz", TestFiles.gzip(records(9, 3)));

    ImageData data = (ImageData) DataFiles.open(path, Options.defaults());

    assertThat(data.rows()).isEqualTo(2);
    assertThat(data.channels()).isEqualTo(3);
    assertThat(data.targets().indices()).containsExactly(9, 3);
    assertThat(data.targets().labels().get(3)).isEqualTo("cat");
    assertThat(data.pixels()[0]).isEqualTo((byte) 10);
    assertThat(data.pixels()[3071]).isEqualTo((byte) 20);
    assertThat(data.pixels()[3072]).isEqualTo((byte) 11);
    assertThat(data.pixels()[6143]).isEqualTo((byte) 21);
  }

  @Test
  void joinsTheBatchesOfAFolderAndKeepsItsTestPart() {
    TestFiles.bytes(folder, "data_batch_1.bin", records(1, 2));
    TestFiles.bytes(folder, "data_batch_2.bin", records(3));
    TestFiles.bytes(folder, "test_batch.bin", records(4));

    ImageData data = (ImageData) DataFiles.open(folder, Options.defaults());

    assertThat(data.targets().indices()).containsExactly(1, 2, 3, 4);
    assertThat(data.testStart()).isEqualTo(3);
  }

  @Test
  void refusesPartialRecordsAndOtherLabels() {
    Path partial = TestFiles.bytes(folder, "partial.bin", new byte[RECORD + 1]);
    Path foreign = TestFiles.bytes(folder, "foreign.bin", records(1, 10));

    assertThatThrownBy(() -> CifarReader.read(partial))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("3074 bytes");
    assertThatThrownBy(() -> CifarReader.read(foreign))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("record 1 has label 10, expected 0 to 9");
  }
}
