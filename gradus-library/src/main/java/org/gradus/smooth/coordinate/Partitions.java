package org.gradus.smooth.coordinate;

import java.util.List;

/** Partitions into consecutive groups of an order of the coordinates; sorting is stable. */
public enum Partitions implements Partition {
  /** As they come. */
  ORDER {
    @Override
    int[] arrange(BlockFunction function, int[] coordinates) {
      return coordinates;
    }
  },
  /** By ascending Lᵢ: blocks of alike curvature; the paper's best. */
  SORT {
    @Override
    int[] arrange(BlockFunction function, int[] coordinates) {
      return IndexSort.ascending(coordinates, coordinateBounds(function));
    }
  },
  /** By Lᵢ: smallest, largest, second smallest, second largest, …: blocks of alike mean. */
  AVERAGE {
    @Override
    int[] arrange(BlockFunction function, int[] coordinates) {
      return alternate(IndexSort.ascending(coordinates, coordinateBounds(function)));
    }
  },
  /** {@link #SORT} by Σⱼ |Hᵢⱼ| in place of Lᵢ. */
  ROW_SUM_SORT {
    @Override
    int[] arrange(BlockFunction function, int[] coordinates) {
      return IndexSort.ascending(coordinates, function.boundRowSums());
    }
  },
  /** {@link #AVERAGE} by Σⱼ |Hᵢⱼ| in place of Lᵢ. */
  ROW_SUM_AVERAGE {
    @Override
    int[] arrange(BlockFunction function, int[] coordinates) {
      return alternate(IndexSort.ascending(coordinates, function.boundRowSums()));
    }
  };

  abstract int[] arrange(BlockFunction function, int[] coordinates);

  @Override
  public List<int[]> divide(BlockFunction function, int[] coordinates, int size) {
    return Blocks.cut(arrange(function, coordinates), size);
  }

  private static double[] coordinateBounds(BlockFunction function) {
    double[] bounds = new double[function.dimension()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = function.coordinateBound(i);
    }
    return bounds;
  }

  private static int[] alternate(int[] ascending) {
    int[] result = new int[ascending.length];
    for (int at = 0; at < result.length; at++) {
      result[at] = at % 2 == 0 ? ascending[at / 2] : ascending[ascending.length - 1 - at / 2];
    }
    return result;
  }
}
