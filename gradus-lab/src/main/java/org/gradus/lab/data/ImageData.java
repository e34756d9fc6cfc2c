package org.gradus.lab.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images of one size, one byte per pixel and channel.
 *
 * <p>The pixels are row-major over (example, channel, row, column). The array is not copied,
 * neither in nor out; nobody may change it.
 */
public final class ImageData implements RawData {

  private final byte[] pixels;
  private final int channels;
  private final int height;
  private final int width;
  private final Targets.Classes targets;
  private final int testStart;
  private final Source source;

  /**
   * Makes a set of images.
   *
   * @param pixels unsigned bytes, rows × channels × height × width
   * @param channels 1 (grey) or 3 (red, green, blue)
   * @param height rows of one image
   * @param width columns of one image
   * @param targets the class of each image
   * @param testStart the first row of the set's own test part, or the number of rows
   * @param source where the images came from
   */
  public ImageData(
      byte[] pixels,
      int channels,
      int height,
      int width,
      Targets.Classes targets,
      int testStart,
      Source source) {
    Parts.requireLength("pixels", pixels.length, (long) targets.rows() * channels * height * width);
    this.pixels = pixels;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.targets = targets;
    this.testStart = Parts.requireTestStart(testStart, targets.rows());
    this.source = source;
  }

  /**
   * Returns the images of {@code train} followed by those of {@code test}, which become the set's
   * own test part.
   *
   * @throws DataException if their sizes differ, or {@code test} has a class that {@code train} has
   *     not
   */
  static ImageData join(ImageData train, ImageData test) {
    if (!train.size().equals(test.size())) {
      throw new DataException(
          "%s has images of %s, %s of %s; give images of one size"
              .formatted(train.source.name(), train.size(), test.source.name(), test.size()));
    }
    List<String> labels = train.targets.labels();
    int[] renumbered =
        test.targets.labels().stream().mapToInt(label -> indexOf(label, labels, test)).toArray();
    int[] testClasses =
        IntStream.of(test.targets.indices()).map(index -> renumbered[index]).toArray();
    int[] classes =
        IntStream.concat(IntStream.of(train.targets.indices()), IntStream.of(testClasses))
            .toArray();
    byte[] pixels = Arrays.copyOf(train.pixels, train.pixels.length + test.pixels.length);
    System.arraycopy(test.pixels, 0, pixels, train.pixels.length, test.pixels.length);
    return new ImageData(
        pixels,
        train.channels,
        train.height,
        train.width,
        new Targets.Classes(classes, labels),
        train.rows(),
        joinSources(train.source, test.source));
  }

  private static int indexOf(String label, List<String> labels, ImageData test) {
    int index = labels.indexOf(label);
    if (index < 0) {
      throw new DataException(
          "%s has class '%s', which the training part has not; remove it or add examples of it"
              .formatted(test.source.name(), label));
    }
    return index;
  }

  private static Source joinSources(Source train, Source test) {
    Source all =
        new Source(
            train.name(),
            Sha256.of(List.of(train.sha256(), test.sha256())),
            train.rowsRead() + test.rowsRead(),
            train.rowsDropped() + test.rowsDropped(),
            train.notes());
    return all.withNotes(List.of("its own test part: %d examples".formatted(test.rowsRead())));
  }

  private String size() {
    return "%d x %d, %d channel(s)".formatted(width, height, channels);
  }

  /** Returns these images with their last {@code rows} − {@code start} as their own test part. */
  ImageData withTestFrom(int start) {
    return new ImageData(pixels, channels, height, width, targets, start, source);
  }

  /** Returns these images with other words for their classes. */
  ImageData withLabels(List<String> labels) {
    Targets.Classes renamed = new Targets.Classes(targets.indices(), labels);
    return new ImageData(pixels, channels, height, width, renamed, testStart, source);
  }

  /** Returns these images under another source. */
  ImageData withSource(Source other) {
    return new ImageData(pixels, channels, height, width, targets, testStart, other);
  }

  /** Returns the unsigned bytes of all images. */
  public byte[] pixels() {
    return pixels;
  }

  /** Returns the number of channels: 1 or 3. */
  public int channels() {
    return channels;
  }

  /** Returns the rows of one image. */
  public int height() {
    return height;
  }

  /** Returns the columns of one image. */
  public int width() {
    return width;
  }

  @Override
  public Targets.Classes targets() {
    return targets;
  }

  @Override
  public int testStart() {
    return testStart;
  }

  @Override
  public Source source() {
    return source;
  }
}
