package org.gradus.perexample;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.DetailConv2dOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;

/**
 * How a convolution cuts images into the patches it multiplies by its weight.
 *
 * @param kernel height and width of a patch
 * @param dilation steps between a patch's pixels
 * @param padding zeros around the image
 * @param stride steps between patches
 * @param groups into how many groups the channels are split
 */
record Unfolding(long[] kernel, long[] dilation, long[] padding, long[] stride, long groups) {
  /**
   * The patches of a layer.
   *
   * @throws IllegalArgumentException if it pads with anything but a given number of zeros
   */
  static Unfolding of(Conv2dImpl layer) {
    DetailConv2dOptions options = layer.options();
    return new Unfolding(
        pair(options.kernel_size()),
        pair(options.dilation()),
        pair(zeros(options)),
        pair(options.stride()),
        options.groups().get());
  }

  private static LongPointer zeros(DetailConv2dOptions options) {
    try {
      options.padding_mode().get0();
      return options.padding().get0();
    } catch (RuntimeException e) {
      throw Check.invalid(
          "padding of a recorded convolution", "'same', 'valid' or not zeros", "numbers of zeros");
    }
  }

  private static long[] pair(LongPointer values) {
    return new long[] {values.get(0), values.get(1)};
  }

  /** Images [n, channels, height, width] as patches [n, groups, positions, pixels of a patch]. */
  Tensor patches(Tensor images) {
    Tensor columns = torch.im2col(images, kernel, dilation, padding, stride);
    long n = columns.size(0);
    return columns.view(n, groups, columns.size(1) / groups, columns.size(2)).transpose(2, 3);
  }

  /** Output gradients [n, channels, height, width] as [n, groups, positions, channels a group]. */
  Tensor positions(Tensor gradient) {
    return gradient
        .reshape(gradient.size(0), groups, gradient.size(1) / groups, -1)
        .transpose(2, 3);
  }
}
