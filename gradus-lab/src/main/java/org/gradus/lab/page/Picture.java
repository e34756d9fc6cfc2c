package org.gradus.lab.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * A picture with its caption.
 *
 * @param caption what it shows
 * @param png the file's bytes, not copied
 */
public record Picture(String caption, byte[] png) {
  /** Checks that both are there. */
  public Picture {
    Objects.requireNonNull(caption, "caption");
    Objects.requireNonNull(png, "png");
  }

  /** Encodes an image. */
  public static Picture of(String caption, BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("encoding the picture '" + caption + "'", e);
    }
    return new Picture(caption, out.toByteArray());
  }

  /**
   * Numbers as shades of grey.
   *
   * @param values row by row
   * @param width pixels a row
   * @param low drawn black, as anything below
   * @param high drawn white, as anything above
   */
  public static Picture grey(String caption, double[] values, int width, double low, double high) {
    int height = values.length / width;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    double scale = high > low ? 255 / (high - low) : 0;
    for (int i = 0; i < width * height; i++) {
      int level = (int) Math.round(Math.max(0, Math.min(255, (values[i] - low) * scale)));
      image.getRaster().setSample(i % width, i / width, 0, level);
    }
    return of(caption, image);
  }
}
