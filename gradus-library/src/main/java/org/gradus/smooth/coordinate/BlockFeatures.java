package org.gradus.smooth.coordinate;

/**
 * The features a block of coordinates belongs to, each once: several coordinates of a block may be
 * weights of one feature for different outputs.
 *
 * @param features ascending; the first {@code count} entries count
 * @param position which of them each coordinate of the block belongs to
 */
record BlockFeatures(int[] features, int count, int[] position) {
  static BlockFeatures of(int[] block, int outputs) {
    int[] features = new int[block.length];
    int[] position = new int[block.length];
    int count = 0;
    for (int p = 0; p < block.length; p++) {
      int feature = block[p] / outputs;
      if (count == 0 || features[count - 1] != feature) {
        features[count++] = feature;
      }
      position[p] = count - 1;
    }
    return new BlockFeatures(features, count, position);
  }

  int position(int p) {
    return position[p];
  }
}
