package org.gradus.lab.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads IDX files, the format of MNIST: a file of grey images (magic 0x00000803) and beside it one
 * of labels (magic 0x00000801), gzip or not.
 *
 * <p>The partner of a file is found by its name: {@code …images-idx3…} and {@code …labels-idx1…}.
 */
public final class IdxReader {

  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;
  private static final int IMAGES_HEADER = 16;
  private static final int LABELS_HEADER = 8;

  /**
   * The images of one file.
   *
   * @param pixels unsigned bytes, count × height × width
   * @param count how many images
   * @param height rows of one image
   * @param width columns of one image
   */
  record Images(ByteBuffer pixels, int count, int height, int width) {}

  private IdxReader() {}

  /** Returns whether the content begins as an IDX file of images or labels does. */
  static boolean isIdx(byte[] bytes) {
    return bytes.length >= LABELS_HEADER && (magic(bytes) == IMAGES || magic(bytes) == LABELS);
  }

  static boolean isIdxName(String name) {
    return name.contains("images-idx3") || name.contains("labels-idx1");
  }

  /**
   * Reads a pair of files.
   *
   * @param path the images or the labels; the other is found beside it
   * @throws DataException if either is missing, truncated or of wrong magic bytes, or they differ
   *     in their number of examples
   */
  public static ImageData read(Path path) {
    InputFile imageFile = InputFile.read(partner(path, "labels-idx1", "images-idx3"));
    InputFile labelFile = InputFile.read(partner(path, "images-idx3", "labels-idx1"));
    return read(imageFile, labelFile);
  }

  static ImageData read(InputFile imageFile, InputFile labelFile) {
    Images images = images(imageFile);
    int[] classes = labels(labelFile);
    if (images.count() != classes.length) {
      throw new DataException(
          "%s has %d images, %s has %d labels; give files that belong together"
              .formatted(imageFile.name(), images.count(), labelFile.name(), classes.length));
    }
    List<String> labels =
        IntStream.rangeClosed(0, Arrays.stream(classes).max().orElse(0))
            .mapToObj(Integer::toString)
            .toList();
    String note = "read as IDX, labels from " + labelFile.name();
    String sha256 = Sha256.of(List.of(imageFile.sha256(), labelFile.sha256()));
    return new ImageData(
        images.pixels().array(),
        1,
        images.height(),
        images.width(),
        new Targets.Classes(classes, labels),
        classes.length,
        new Source(imageFile.name(), sha256, classes.length, 0, List.of(note)));
  }

  /** Reads a file of images alone. */
  static Images images(InputFile file) {
    ByteBuffer header = header(file, IMAGES, IMAGES_HEADER, "images");
    int count = header.getInt();
    int height = header.getInt();
    int width = header.getInt();
    if (count < 1 || height < 1 || width < 1) {
      throw new DataException(
          "%s promises %d images of %d x %d; give a file with images"
              .formatted(file.name(), count, width, height));
    }
    requireLength(file, (long) IMAGES_HEADER + (long) count * height * width);
    byte[] pixels = Arrays.copyOfRange(file.bytes(), IMAGES_HEADER, file.bytes().length);
    return new Images(ByteBuffer.wrap(pixels), count, height, width);
  }

  private static int[] labels(InputFile file) {
    int count = header(file, LABELS, LABELS_HEADER, "labels").getInt();
    requireLength(file, (long) LABELS_HEADER + count);
    return IntStream.range(0, count).map(i -> file.bytes()[LABELS_HEADER + i] & 0xff).toArray();
  }

  private static ByteBuffer header(InputFile file, int magic, int length, String what) {
    byte[] bytes = file.bytes();
    if (bytes.length < length || magic(bytes) != magic) {
      throw new DataException(
          "%s is no IDX file of %s: it begins with %s, expected %08x; check the file"
              .formatted(file.name(), what, hex(bytes), magic));
    }
    return ByteBuffer.wrap(bytes).position(Integer.BYTES);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes, 0, Math.min(Integer.BYTES, bytes.length));
  }

  private static void requireLength(InputFile file, long expected) {
    if (file.bytes().length != expected) {
      throw new DataException(
          "%s has %d bytes, its header promises %d; fetch the file again"
              .formatted(file.name(), file.bytes().length, expected));
    }
  }

  private static int magic(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt(0);
  }

  private static Path partner(Path path, String from, String to) {
    String name = path.getFileName().toString();
    if (name.contains(from)) {
      return path.resolveSibling(name.replace(from, to));
    }
    if (name.contains(to)) {
      return path;
    }
    throw new DataException(
        path + ": no partner known; name IDX files …images-idx3… and …labels-idx1…");
  }
}
