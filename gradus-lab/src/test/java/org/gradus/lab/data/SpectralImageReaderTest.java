package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gradus.core.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Matrix;

/** All tests read the same image: value 100 l + 10 i + j in channel l, line i, sample j. */
class SpectralImageReaderTest {
  private static final int CHANNELS = 2;
  private static final int LINES = 2;
  private static final int SAMPLES = 3;
  private static final double[] EXPECTED = {0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112};

  @TempDir Path folder;

  private static double value(int l, int i, int j) {
    return 100 * l + 10 * i + j;
  }

  private static void requireImage(SpectralImage image) {
    assertThat(image.channels()).isEqualTo(CHANNELS);
    assertThat(image.lines()).isEqualTo(LINES);
    assertThat(image.samples()).isEqualTo(SAMPLES);
    assertThat(image.values()).containsExactly(EXPECTED);
  }

  private SpectralImage read(String name) {
    return SpectralImageReader.read(folder.resolve(name), Optional.empty());
  }

  private void envi(String interleave, int type, int order, byte[] data) throws IOException {
    Files.writeString(
        folder.resolve("scene.hdr"),
        """
        ENVI
        description = {
          two channels}
        samples = 3
        lines   = 2
        bands   = 2
        header offset = 1
        data type = %d
        interleave = %s
        byte order = %d
        wavelength = { 400.5,
          500 }
        """
            .formatted(type, interleave, order));
    Files.write(folder.resolve("scene.img"), data);
  }

  @Test
  void enviInEveryOrder() throws IOException {
    ByteBuffer lines = ByteBuffer.allocate(25).order(ByteOrder.BIG_ENDIAN).position(1);
    for (int i = 0; i < LINES; i++) {
      for (int l = 0; l < CHANNELS; l++) {
        for (int j = 0; j < SAMPLES; j++) {
          lines.putShort((short) value(l, i, j));
        }
      }
    }
    envi("bil", 12, 1, lines.array());
    requireImage(read("scene.hdr"));
    assertThat(read("scene.hdr").wavelengths()).containsExactly(400.5, 500);
    ByteBuffer pixels = ByteBuffer.allocate(49).order(ByteOrder.LITTLE_ENDIAN).position(1);
    for (int i = 0; i < LINES; i++) {
      for (int j = 0; j < SAMPLES; j++) {
        for (int l = 0; l < CHANNELS; l++) {
          pixels.putFloat((float) value(l, i, j));
        }
      }
    }
    envi("bip", 4, 0, pixels.array());
    requireImage(read("scene.hdr"));
    ByteBuffer bands = ByteBuffer.allocate(97).order(ByteOrder.LITTLE_ENDIAN).position(1);
    for (double value : EXPECTED) {
      bands.putDouble(value);
    }
    envi("BSQ", 5, 0, bands.array());
    requireImage(read("scene.hdr"));
  }

  @Test
  void badEnviIsNamed() throws IOException {
    envi("bsq", 5, 0, new byte[40]);
    assertThatThrownBy(() -> read("scene.hdr"))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "scene.img has 40 bytes; its header says 97: the file is cut short or the header"
                + " wrong");
    envi("bsq", 6, 0, new byte[97]);
    assertThatThrownBy(() -> read("scene.hdr")).hasMessageContaining("data type 6");
    envi("rows", 5, 0, new byte[97]);
    assertThatThrownBy(() -> read("scene.hdr")).hasMessageContaining("interleave is 'rows'");
    Files.delete(folder.resolve("scene.img"));
    assertThatThrownBy(() -> read("scene.hdr")).hasMessageContaining("has no data beside it");
    Files.writeString(folder.resolve("other.hdr"), "ENVI\nsamples = three\n");
    assertThatThrownBy(() -> read("other.hdr"))
        .hasMessageEndingWith("'samples' is three; it must be a whole number");
    Files.writeString(folder.resolve("none.hdr"), "ENVY\n");
    assertThatThrownBy(() -> read("none.hdr")).hasMessageContaining("is no ENVI header");
  }

  private void npy(String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file =
        ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text).put(data);
    Files.write(folder.resolve("scene.npy"), file.array());
  }

  @Test
  void npyInBothOrders() throws IOException {
    ByteBuffer rows = ByteBuffer.allocate(96).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : EXPECTED) {
      rows.putDouble(value);
    }
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 6), }\n", rows.array());
    SpectralImage flat = read("scene.npy");
    assertThat(flat.values()).containsExactly(EXPECTED);
    assertThat(flat.lines()).isEqualTo(1);
    ByteBuffer columns = ByteBuffer.allocate(48).order(ByteOrder.BIG_ENDIAN);
    for (int l = 0; l < CHANNELS; l++) {
      for (int j = 0; j < SAMPLES; j++) {
        for (int i = 0; i < LINES; i++) {
          columns.putInt((int) value(l, i, j));
        }
      }
    }
    npy("{'descr': '>i4', 'fortran_order': True, 'shape': (2, 3, 2), }\n", columns.array());
    requireImage(read("scene.npy"));
  }

  @Test
  void badNpyIsNamed() throws IOException {
    npy("{'descr': '|O', 'fortran_order': False, 'shape': (2, 6), }\n", new byte[96]);
    assertThatThrownBy(() -> read("scene.npy")).hasMessageContaining("is not an array of real");
    npy("{'descr': '<c16', 'fortran_order': False, 'shape': (2, 6), }\n", new byte[192]);
    assertThatThrownBy(() -> read("scene.npy")).hasMessageContaining("numbers of type 'c16'");
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (12,), }\n", new byte[96]);
    assertThatThrownBy(() -> read("scene.npy")).hasMessageContaining("has shape (12,)");
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 7), }\n", new byte[96]);
    assertThatThrownBy(() -> read("scene.npy")).hasMessageContaining("cut short");
    Files.writeString(folder.resolve("text.npy"), "no array at all");
    assertThatThrownBy(() -> read("text.npy")).hasMessageContaining("is no .npy file");
  }

  @Test
  void matlabCubesAndBenchmarkScenes() throws IOException {
    Matrix cube = Mat5.newMatrix(new int[] {LINES, SAMPLES, CHANNELS});
    Matrix scene = Mat5.newMatrix(CHANNELS, LINES * SAMPLES);
    for (int l = 0; l < CHANNELS; l++) {
      for (int i = 0; i < LINES; i++) {
        for (int j = 0; j < SAMPLES; j++) {
          cube.setDouble(new int[] {i, j, l}, value(l, i, j));
          scene.setDouble(l, j * LINES + i, value(l, i, j));
        }
      }
    }
    Mat5File both = Mat5.newMatFile();
    both.addArray("cube", cube).addArray("nRow", Mat5.newScalar(LINES));
    both.addArray("nCol", Mat5.newScalar(SAMPLES));
    Mat5.writeToFile(both, folder.resolve("cube.mat").toFile());
    requireImage(read("cube.mat"));
    both.addArray("Y", scene);
    Mat5.writeToFile(both, folder.resolve("two.mat").toFile());
    assertThatThrownBy(() -> read("two.mat"))
        .hasMessageEndingWith(
            "holds several matrices, [cube, Y]; name the array that is the image");
    requireImage(SpectralImageReader.read(folder.resolve("two.mat"), Optional.of("Y")));
    assertThatThrownBy(() -> SpectralImageReader.read(folder.resolve("two.mat"), Optional.of("Z")))
        .hasMessageEndingWith("has no matrix 'Z'; it has [cube, Y]");
  }

  @Test
  void badMatlabIsNamed() throws IOException {
    Files.writeString(folder.resolve("new.mat"), "MATLAB 7.3 MAT-file, Platform: GLNXA64");
    assertThatThrownBy(() -> read("new.mat")).hasMessageContaining("save it with -v7");
    Files.writeString(folder.resolve("bad.mat"), "nothing");
    assertThatThrownBy(() -> read("bad.mat")).hasMessageContaining("cannot be read as a MATLAB");
  }

  @Test
  void textHasALineAChannel() throws IOException {
    Files.writeString(folder.resolve("scene.csv"), "1,2,3\n4,5,6\n");
    SpectralImage image = read("scene.csv");
    assertThat(image.channels()).isEqualTo(2);
    assertThat(image.samples()).isEqualTo(3);
    assertThat(image.values()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void imagesBecomeProblems() {
    SpectralImage image = new SpectralImage(new double[] {-1, 2, 4, 0}, 2, 2, 1, new double[0]);
    assertThat(image.negatives()).isEqualTo(1);
    assertThatThrownBy(() -> image.unmixing(1)).hasMessageContaining("image[0, 0] is -1.0");
    assertThat(Tensors.doubles(image.normalised().unmixing(1).image()))
        .containsExactly(0, 0.5, 1, 0);
    SpectralImage dark = new SpectralImage(new double[4], 2, 2, 1, new double[0]);
    assertThatThrownBy(dark::normalised).hasMessageContaining("largest value is 0.0");
  }
}
