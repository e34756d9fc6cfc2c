package org.gradus.lab.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads CIFAR-10's binary layout, gzip or not: per example a label byte, then 32 × 32 bytes of red,
 * of green and of blue.
 *
 * <p>Krizhevsky, Learning multiple layers of features from tiny images, 2009.
 */
public final class CifarReader {

  private static final List<String> LABELS =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
  private static final int SIDE = 32;
  private static final int CHANNELS = 3;
  private static final int PIXELS = CHANNELS * SIDE * SIDE;
  private static final int RECORD = 1 + PIXELS;

  private CifarReader() {}

  /**
   * Reads one file.
   *
   * @throws DataException if it is missing, not a whole number of records, or a label is above 9
   */
  public static ImageData read(Path path) {
    return read(List.of(path));
  }

  /** Reads several files, one after the other. */
  static ImageData read(List<Path> paths) {
    List<InputFile> files = paths.stream().map(InputFile::read).toList();
    return of(files);
  }

  static ImageData of(List<InputFile> files) {
    int rows = files.stream().mapToInt(CifarReader::records).reduce(0, Math::addExact);
    byte[] pixels = new byte[Math.multiplyExact(rows, PIXELS)];
    int[] classes = new int[rows];
    int row = 0;
    for (InputFile file : files) {
      for (int at = 0; at < file.bytes().length; at += RECORD) {
        classes[row] = label(file, at);
        System.arraycopy(file.bytes(), at + 1, pixels, row * PIXELS, PIXELS);
        row++;
      }
    }
    String sha256 =
        files.size() == 1
            ? files.get(0).sha256()
            : Sha256.of(files.stream().map(InputFile::sha256).toList());
    Source source =
        new Source(files.get(0).name(), sha256, rows, 0, List.of("read as CIFAR-10 binary"));
    return new ImageData(
        pixels, CHANNELS, SIDE, SIDE, new Targets.Classes(classes, LABELS), rows, source);
  }

  private static int records(InputFile file) {
    int length = file.bytes().length;
    if (length % RECORD != 0) {
      throw new DataException(
          "%s has %d bytes, which is no whole number of CIFAR-10 records of %d; fetch it again"
              .formatted(file.name(), length, RECORD));
    }
    return length / RECORD;
  }

  private static int label(InputFile file, int at) {
    int label = file.bytes()[at] & 0xff;
    if (label >= LABELS.size()) {
      throw new DataException(
          "%s: record %d has label %d, expected 0 to 9; only CIFAR-10's binary layout is read"
              .formatted(file.name(), at / RECORD, label));
    }
    return label;
  }
}
