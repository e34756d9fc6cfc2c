package org.gradus.lab.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Pixels standardised per channel: x' = (x − mean) / standardDeviation.
 *
 * @param height rows of one image
 * @param width columns of one image
 * @param channels one per channel (grey, or red, green, blue)
 * @param target of the classes
 */
public record ImagePreprocessing(
    int height, int width, List<Channel> channels, TargetEncoding.Classes target)
    implements Preprocessing {

  private static final int BYTE_VALUES = 256;

  /**
   * The scale of one channel over all training pixels, in units of the stored bytes.
   *
   * @param mean of the pixels
   * @param standardDeviation of the pixels (divisor n), 1 where they do not vary
   */
  public record Channel(double mean, double standardDeviation) {}

  /** Copies the channels. */
  public ImagePreprocessing {
    channels = List.copyOf(channels);
  }

  static ImagePreprocessing fit(ImageData data, int[] trainRows) {
    List<Channel> channels = new ArrayList<>();
    for (int channel = 0; channel < data.channels(); channel++) {
      channels.add(channel(histogram(data, trainRows, channel)));
    }
    return new ImagePreprocessing(
        data.height(), data.width(), channels, new TargetEncoding.Classes(data.targets().labels()));
  }

  private static long[] histogram(ImageData data, int[] rows, int channel) {
    int plane = data.height() * data.width();
    long[] counts = new long[BYTE_VALUES];
    for (int row : rows) {
      int start = (row * data.channels() + channel) * plane;
      for (int i = start; i < start + plane; i++) {
        counts[data.pixels()[i] & 0xff]++;
      }
    }
    return counts;
  }

  /** Exact moments from the counts of the 256 values. */
  private static Channel channel(long[] counts) {
    long total = 0;
    long sum = 0;
    for (int value = 0; value < counts.length; value++) {
      total += counts[value];
      sum += value * counts[value];
    }
    double mean = (double) sum / Math.max(1, total);
    double squares = 0;
    for (int value = 0; value < counts.length; value++) {
      squares += counts[value] * (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(squares / Math.max(1, total));
    return new Channel(mean, deviation > 0 ? deviation : 1);
  }

  @Override
  public TaskKind task() {
    return TaskKind.CLASSIFICATION;
  }

  @Override
  public long[] shape() {
    return new long[] {channels.size(), height, width};
  }

  @Override
  public Dataset apply(RawData data) {
    if (!(data instanceof ImageData images)) {
      throw Preprocessing.mismatch(data, "images of %d x %d".formatted(width, height));
    }
    return Examples.join(data, inputs(new UnlabelledImages(images, List.of())), List.of(), target);
  }

  Inputs inputs(UnlabelledImages images) {
    ImageData data = images.data();
    boolean widen = data.channels() == 1 && channels.size() > 1;
    if (data.height() != height
        || data.width() != width
        || (data.channels() != channels.size() && !widen)) {
      throw new DataException(
          "%s has images of %d x %d with %d channel(s), the model takes %d x %d with %d; convert them"
              .formatted(
                  data.source().name(),
                  data.width(),
                  data.height(),
                  data.channels(),
                  width,
                  height,
                  channels.size()));
    }
    List<String> notices =
        widen ? List.of("grey images taken as colour, all channels equal") : List.of();
    return new Inputs(standardise(data), shape(), data.rows(), images.names(), notices);
  }

  private float[] standardise(ImageData data) {
    int plane = height * width;
    float[][] tables = tables();
    float[] values = new float[Math.multiplyExact(data.rows(), plane * tables.length)];
    int at = 0;
    for (int row = 0; row < data.rows(); row++) {
      for (int channel = 0; channel < tables.length; channel++) {
        int stored = Math.min(channel, data.channels() - 1);
        int start = (row * data.channels() + stored) * plane;
        for (int i = start; i < start + plane; i++) {
          values[at++] = tables[channel][data.pixels()[i] & 0xff];
        }
      }
    }
    return values;
  }

  /** Per channel the standardised value of each of the 256 bytes. */
  private float[][] tables() {
    float[][] tables = new float[channels.size()][BYTE_VALUES];
    for (int c = 0; c < tables.length; c++) {
      Channel channel = channels.get(c);
      for (int value = 0; value < BYTE_VALUES; value++) {
        tables[c][value] = (float) ((value - channel.mean()) / channel.standardDeviation());
      }
    }
    return tables;
  }
}
