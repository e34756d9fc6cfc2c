package org.gradus.lab.data;

/**
 * Unnamed numeric features, as LIBSVM files hold them.
 *
 * <p>The values are row-major over (example, feature); what the file left out is 0. The array is
 * not copied, neither in nor out; nobody may change it.
 */
public final class VectorData implements RawData {

  private final float[] values;
  private final int width;
  private final Targets targets;
  private final Source source;

  /**
   * Makes a set of vectors.
   *
   * @param values rows × width
   * @param width features of one example
   * @param targets what is to be predicted
   * @param source where the vectors came from
   */
  public VectorData(float[] values, int width, Targets targets, Source source) {
    Parts.requireLength("values", values.length, (long) targets.rows() * width);
    this.values = values;
    this.width = width;
    this.targets = targets;
    this.source = source;
  }

  /** Returns the values of all examples. */
  public float[] values() {
    return values;
  }

  /** Returns the features of one example. */
  public int width() {
    return width;
  }

  @Override
  public Targets targets() {
    return targets;
  }

  @Override
  public int testStart() {
    return rows();
  }

  @Override
  public Source source() {
    return source;
  }
}
