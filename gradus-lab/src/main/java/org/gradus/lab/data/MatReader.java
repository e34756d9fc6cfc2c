package org.gradus.lab.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;

/**
 * Reads images from MATLAB files of version 5 to 7 (not 7.3, which is HDF5), by HEBI Robotics' MFL.
 *
 * <p>An array [channels, pixels] beside scalars {@code nRow} and {@code nCol}, as the usual
 * benchmark scenes have them, is an image whose pixels go down the columns.
 */
final class MatReader {
  private static final String HDF5 = "MATLAB 7.3";

  private MatReader() {}

  /** Reads the named array, or the only one that is an image. */
  static SpectralImage read(InputFile file, Optional<String> variable) {
    if (new String(file.bytes(), 0, Math.min(10, file.bytes().length), StandardCharsets.ISO_8859_1)
        .equals(HDF5)) {
      throw new DataException(
          file.name() + " is a MATLAB file of version 7.3; save it with -v7 instead");
    }
    // Closing the file frees its arrays: they are copied before.
    try (MatFile content = Mat5.newReader(Sources.wrap(file.bytes())).readMat()) {
      Map<String, Matrix> matrices = matrices(content);
      return image(choose(file, matrices, variable), matrices);
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          "%s cannot be read as a MATLAB file of version 5 to 7 (%s)"
              .formatted(file.name(), e.getMessage()),
          e);
    }
  }

  private static SpectralImage image(Matrix matrix, Map<String, Matrix> matrices) {
    int[] shape = matrix.getDimensions();
    double[] values = new double[matrix.getNumElements()];
    for (int e = 0; e < values.length; e++) {
      values[e] = matrix.getDouble(e);
    }
    double[] rows = ColumnMajor.toRowMajor(values, shape);
    if (shape.length == 3) {
      return SpectralImageReader.ofPixels(rows, shape[0], shape[1], shape[2]);
    }
    int lines = scalar(matrices, "nRow");
    int samples = scalar(matrices, "nCol");
    return (long) lines * samples == shape[1]
        ? new SpectralImage(
            downColumns(rows, shape[0], lines, samples), shape[0], lines, samples, new double[0])
        : new SpectralImage(rows, shape[0], 1, shape[1], new double[0]);
  }

  private static Map<String, Matrix> matrices(MatFile content) {
    Map<String, Matrix> matrices = new LinkedHashMap<>();
    for (MatFile.Entry entry : content.getEntries()) {
      if (entry.getValue() instanceof Matrix matrix && !matrix.isComplex()) {
        matrices.put(entry.getName(), matrix);
      }
    }
    return matrices;
  }

  private static Matrix choose(
      InputFile file, Map<String, Matrix> matrices, Optional<String> variable) {
    List<String> images = new ArrayList<>();
    matrices.forEach(
        (name, matrix) -> {
          int[] shape = matrix.getDimensions();
          boolean flat = shape.length == 2 && (shape[0] < 2 || shape[1] < 2);
          if (shape.length <= 3 && matrix.getNumElements() > 0 && !flat) {
            images.add(name);
          }
        });
    String name =
        variable.orElseGet(
            () -> {
              if (images.size() != 1) {
                throw new DataException(
                    "%s holds %s; name the array that is the image"
                        .formatted(
                            file.name(),
                            images.isEmpty() ? "no matrix" : "several matrices, " + images));
              }
              return images.get(0);
            });
    if (!images.contains(name)) {
      throw new DataException(
          "%s has no matrix '%s'; it has %s".formatted(file.name(), name, images));
    }
    return matrices.get(name);
  }

  private static int scalar(Map<String, Matrix> matrices, String name) {
    Matrix matrix = matrices.get(name);
    return matrix != null && matrix.getNumElements() == 1 ? (int) matrix.getDouble(0) : 0;
  }

  /** Pixels that run down the columns, put line after line. */
  private static double[] downColumns(double[] values, int channels, int lines, int samples) {
    double[] result = new double[values.length];
    int pixels = lines * samples;
    for (int l = 0; l < channels; l++) {
      for (int i = 0; i < lines; i++) {
        for (int j = 0; j < samples; j++) {
          result[l * pixels + i * samples + j] = values[l * pixels + j * lines + i];
        }
      }
    }
    return result;
  }
}
