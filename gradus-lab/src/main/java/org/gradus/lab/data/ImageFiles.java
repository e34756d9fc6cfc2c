package org.gradus.lab.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Decodes image files into equal planes of bytes. */
final class ImageFiles {

  private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "gif", "bmp");
  private static final int RGB = 3;

  /**
   * Images of one size.
   *
   * @param bytes per image its planes, channels × height × width
   * @param digests per image the SHA-256 of its file
   * @param channels 1 if all are grey, else 3
   * @param height rows of one image
   * @param width columns of one image
   */
  record Decoded(List<byte[]> bytes, List<String> digests, int channels, int height, int width) {

    byte[] joined() {
      int each = channels * height * width;
      byte[] all = new byte[Math.multiplyExact(bytes.size(), each)];
      for (int i = 0; i < bytes.size(); i++) {
        System.arraycopy(bytes.get(i), 0, all, i * each, each);
      }
      return all;
    }
  }

  private ImageFiles() {}

  static boolean isImage(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** The entries of a folder that are not hidden, by name. */
  static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }

  /**
   * Decodes images that must be of one size.
   *
   * @throws DataException if one is no readable image, or two differ in size
   */
  static Decoded decode(List<Path> paths) {
    List<byte[]> planes = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    BufferedImage first = null;
    for (Path path : paths) {
      InputFile file = InputFile.read(path);
      BufferedImage image = image(file);
      first = first == null ? image : first;
      if (image.getWidth() != first.getWidth() || image.getHeight() != first.getHeight()) {
        throw new DataException(
            "images differ in size: %s is %s, %s is %s; resize them to one size"
                .formatted(paths.get(0), size(first), path, size(image)));
      }
      planes.add(isGrey(image) ? grey(image) : rgb(image));
      digests.add(file.sha256());
    }
    int pixels = first.getWidth() * first.getHeight();
    int channels = planes.stream().allMatch(plane -> plane.length == pixels) ? 1 : RGB;
    List<byte[]> equal = planes.stream().map(plane -> widen(plane, channels * pixels)).toList();
    return new Decoded(equal, digests, channels, first.getHeight(), first.getWidth());
  }

  private static BufferedImage image(InputFile file) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file.bytes()));
      if (image != null) {
        return image;
      }
    } catch (IOException | RuntimeException e) {
      throw new DataException(file.name() + " is a damaged image; replace or remove it", e);
    }
    throw new DataException(
        file.name() + " is no readable image; give PNG, JPEG, GIF or BMP, or remove it");
  }

  private static String size(BufferedImage image) {
    return image.getWidth() + " x " + image.getHeight();
  }

  private static boolean isGrey(BufferedImage image) {
    return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /** Grey samples as stored: {@code getRGB} would apply a gamma curve to them. */
  private static byte[] grey(BufferedImage image) {
    Raster raster = image.getRaster();
    int bits = raster.getSampleModel().getSampleSize(0);
    int[] samples = raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
    byte[] plane = new byte[samples.length];
    int most = (1 << bits) - 1;
    for (int i = 0; i < samples.length; i++) {
      plane[i] = (byte) Math.round(samples[i] * 255.0 / most);
    }
    return plane;
  }

  private static byte[] rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] colors = image.getRGB(0, 0, width, height, null, 0, width);
    byte[] planes = new byte[RGB * colors.length];
    for (int i = 0; i < colors.length; i++) {
      planes[i] = (byte) (colors[i] >> 16);
      planes[colors.length + i] = (byte) (colors[i] >> 8);
      planes[2 * colors.length + i] = (byte) colors[i];
    }
    return planes;
  }

  /** A grey plane among colour images counts as red, green and blue alike. */
  private static byte[] widen(byte[] planes, int length) {
    if (planes.length == length) {
      return planes;
    }
    byte[] wide = new byte[length];
    for (int channel = 0; channel < RGB; channel++) {
      System.arraycopy(planes, 0, wide, channel * planes.length, planes.length);
    }
    return wide;
  }
}
