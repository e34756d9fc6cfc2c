package org.gradus.lab.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Unnamed features divided by their largest absolute value in training: zeros stay zeros, and sets
 * that are scaled already, as most LIBSVM files are, stay as they are.
 *
 * @param scales per feature its largest absolute training value, 1 where all are 0
 * @param target of the classes or values
 */
public record VectorPreprocessing(List<Double> scales, TargetEncoding target)
    implements Preprocessing {

  /** Copies the scales. */
  public VectorPreprocessing {
    scales = List.copyOf(scales);
  }

  static VectorPreprocessing fit(VectorData data, int[] trainRows) {
    List<Double> scales = new ArrayList<>();
    for (int feature = 0; feature < data.width(); feature++) {
      double largest = 0;
      for (int row : trainRows) {
        largest = Math.max(largest, Math.abs(data.values()[row * data.width() + feature]));
      }
      scales.add(largest > 0 ? largest : 1);
    }
    return new VectorPreprocessing(scales, TargetEncoding.fit(data.targets(), trainRows));
  }

  @Override
  public TaskKind task() {
    return target.task();
  }

  @Override
  public long[] shape() {
    return new long[] {scales.size()};
  }

  @Override
  public Dataset apply(RawData data) {
    if (!(data instanceof VectorData vectors)) {
      throw Preprocessing.mismatch(data, "a LIBSVM file");
    }
    return Examples.join(data, inputs(vectors), List.of(), target);
  }

  /** A file may end before the last features, which are then 0, or after them. */
  Inputs inputs(VectorData data) {
    int width = scales.size();
    int common = Math.min(width, data.width());
    float[] values = new float[Math.multiplyExact(data.rows(), width)];
    for (int row = 0; row < data.rows(); row++) {
      for (int feature = 0; feature < common; feature++) {
        values[row * width + feature] =
            (float) (data.values()[row * data.width() + feature] / scales.get(feature));
      }
    }
    List<String> notices =
        data.width() > width
            ? List.of("ignored features above the %d known ones".formatted(width))
            : List.of();
    return new Inputs(values, shape(), data.rows(), List.of(), notices);
  }
}
