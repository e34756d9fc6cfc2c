package org.gradus.lab.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads images of many channels, by the file's name:
 *
 * <ul>
 *   <li>{@code .hdr}: the header of an ENVI image; its data lie beside it;
 *   <li>{@code .npy}: a NumPy array [channels, pixels] or [lines, samples, channels];
 *   <li>{@code .mat}: a MATLAB file, version 5 to 7, with such an array;
 *   <li>anything else: delimited text, a line a channel.
 * </ul>
 */
public final class SpectralImageReader {
  private SpectralImageReader() {}

  /**
   * Reads an image.
   *
   * @param variable the array of a MATLAB file; may be left out where only one fits
   * @throws DataException naming the file and what is wrong with it
   */
  public static SpectralImage read(Path path, Optional<String> variable) {
    String name = InputFile.plainName(path.toString());
    if (name.endsWith(".hdr")) {
      return EnviReader.read(path);
    }
    if (name.endsWith(".npy")) {
      return NpyReader.read(InputFile.read(path));
    }
    if (name.endsWith(".mat")) {
      return MatReader.read(InputFile.read(path), variable);
    }
    double[][] rows = MatrixReader.matrix(path);
    double[] values = new double[Math.multiplyExact(rows.length, rows[0].length)];
    for (int l = 0; l < rows.length; l++) {
      System.arraycopy(rows[l], 0, values, l * rows[l].length, rows[l].length);
    }
    return new SpectralImage(values, rows.length, 1, rows[0].length, new double[0]);
  }

  /** An array [lines, samples, channels], channels fastest, as an image. */
  static SpectralImage ofPixels(double[] pixels, int lines, int samples, int channels) {
    int count = lines * samples;
    double[] values = new double[pixels.length];
    for (int n = 0; n < count; n++) {
      for (int l = 0; l < channels; l++) {
        values[l * count + n] = pixels[n * channels + l];
      }
    }
    return new SpectralImage(values, channels, lines, samples, new double[0]);
  }
}
