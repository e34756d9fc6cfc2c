package org.gradus.lab.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * The two photographs of scikit-learn as matrices of brightness, for imaging experiments: china and
 * flower, 427 × 640 (danielbuechele and vultilion on Flickr, CC BY 2.0).
 *
 * <p>They are looked for as all named data: in {@code GRADUS_DATA}, in the cache, then at their
 * public home.
 */
public final class Photographs {
  private static final int BITS = 8;
  private static final int BYTE = 0xff;

  private Photographs() {}

  /**
   * The Chinese temple, in grey.
   *
   * @return brightness 0.299 R + 0.587 G + 0.114 B in [0, 255], a row for each line of pixels
   * @throws DataException if the file is nowhere and cannot be downloaded
   */
  public static double[][] china() {
    return grey(PinnedFiles.china());
  }

  /** The flower, in grey; as {@link #china()}. */
  public static double[][] flower() {
    return grey(PinnedFiles.flower());
  }

  private static double[][] grey(PinnedFile file) {
    byte[] bytes = DataStore.standard().get(file, file.name()).bytes();
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      double[][] grey = new double[image.getHeight()][image.getWidth()];
      for (int i = 0; i < grey.length; i++) {
        for (int j = 0; j < grey[i].length; j++) {
          int rgb = image.getRGB(j, i);
          grey[i][j] =
              0.299 * ((rgb >> (2 * BITS)) & BYTE)
                  + 0.587 * ((rgb >> BITS) & BYTE)
                  + 0.114 * (rgb & BYTE);
        }
      }
      return grey;
    } catch (IOException e) {
      throw new DataException(file.name() + " cannot be decoded: " + e.getMessage(), e);
    }
  }
}
