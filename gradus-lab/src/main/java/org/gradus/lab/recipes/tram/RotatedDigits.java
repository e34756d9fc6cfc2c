package org.gradus.lab.recipes.tram;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.lab.data.ImageData;
import org.gradus.lab.data.NamedData;
import org.gradus.train.TrainingData;

/**
 * MNIST averaged to 14 × 14 pixels and turned by 0, 20, 40 and 60 degrees: four domains of the same
 * digits, the first the source.
 */
final class RotatedDigits {
  static final String NAME = "mnist";
  static final List<Integer> DEGREES = List.of(0, 20, 40, 60);
  static final int SIDE = 14;
  static final int PIXELS = SIDE * SIDE;
  private static final int SQUARE = 2;

  private final float[][] images;
  private final long[] digits;
  private final double mean;
  private final double deviation;

  private RotatedDigits(float[][] images, long[] digits) {
    this.images = images;
    this.digits = digits;
    double sum = 0;
    double squares = 0;
    for (float[] image : images) {
      for (float value : image) {
        sum += value;
        squares += (double) value * value;
      }
    }
    long count = (long) images.length * PIXELS;
    mean = sum / count;
    deviation = Math.sqrt(squares / count - mean * mean);
  }

  /** The first images of MNIST. */
  static RotatedDigits open(int count) {
    ImageData data = (ImageData) NamedData.standard().open(NAME);
    float[][] images = new float[count][];
    long[] digits = new long[count];
    for (int i = 0; i < count; i++) {
      images[i] = reduced(data, i);
      digits[i] = data.targets().indices()[i];
    }
    return new RotatedDigits(images, digits);
  }

  private static float[] reduced(ImageData data, int index) {
    float[] image = new float[PIXELS];
    int start = index * data.height() * data.width();
    for (int row = 0; row < SIDE * SQUARE; row++) {
      for (int column = 0; column < SIDE * SQUARE; column++) {
        int value = data.pixels()[start + row * data.width() + column] & 0xff;
        image[row / SQUARE * SIDE + column / SQUARE] += (float) value / (SQUARE * SQUARE);
      }
    }
    return image;
  }

  /** Images turned, of shape [rows, 196], standardised. */
  Tensor inputs(int[] rows, int degrees) {
    float[] values = new float[rows.length * PIXELS];
    for (int i = 0; i < rows.length; i++) {
      turn(images[rows[i]], Math.toRadians(degrees), values, i * PIXELS);
    }
    return Tensor.create(values)
        .view(rows.length, PIXELS)
        .sub(Scalars.of(mean), Scalars.of(1.0))
        .div(Scalars.of(deviation));
  }

  /** Bilinear interpolation about the centre; outside is 0. */
  private static void turn(float[] image, double angle, float[] target, int offset) {
    double centre = (SIDE - 1) / 2.0;
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        double y = row - centre;
        double x = column - centre;
        double fromRow = centre + Math.cos(angle) * y - Math.sin(angle) * x;
        double fromColumn = centre + Math.sin(angle) * y + Math.cos(angle) * x;
        target[offset + row * SIDE + column] = between(image, fromRow, fromColumn);
      }
    }
  }

  private static float between(float[] image, double row, double column) {
    int top = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    double down = row - top;
    double right = column - left;
    return (float)
        ((1 - down) * ((1 - right) * at(image, top, left) + right * at(image, top, left + 1))
            + down
                * ((1 - right) * at(image, top + 1, left) + right * at(image, top + 1, left + 1)));
  }

  private static float at(float[] image, int row, int column) {
    boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
    return inside ? image[row * SIDE + column] : 0;
  }

  /** All domains' images with their digits, what a network is pre-trained on. */
  TrainingData allDomains(int[] rows) {
    TensorVector inputs = new TensorVector();
    TensorVector classes = new TensorVector();
    for (int degrees : DEGREES) {
      inputs.push_back(inputs(rows, degrees));
      classes.push_back(Tensor.create(IntStream.of(rows).mapToLong(r -> digits[r]).toArray()));
    }
    return TrainingData.of(Tensors.keep(torch.cat(inputs, 0)), Tensors.keep(torch.cat(classes, 0)));
  }

  /** One domain's images, odd or even. */
  TrainingData parity(int[] rows, int degrees) {
    long[] odd = IntStream.of(rows).mapToLong(r -> digits[r] % 2).toArray();
    return TrainingData.of(Tensors.keep(inputs(rows, degrees)), Tensors.keep(Tensor.create(odd)));
  }

  /** Row numbers from (included) to (excluded). */
  static int[] rows(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  /** All of a data set as ids. */
  static long[] all(TrainingData data) {
    return LongStream.range(0, data.size()).toArray();
  }
}
