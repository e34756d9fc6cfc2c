package org.gradus.selection;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gradus.core.Check;

/**
 * k-means by Lloyd's iterations from k-means++ starts (Arthur and Vassilvitskii 2007), the best of
 * several restarts.
 *
 * <p>Cost: restarts × iterations × n k d multiplications.
 */
public final class KMeans {
  private static final int MAX_ITERATIONS = 300;

  /**
   * A partition of the points.
   *
   * @param centres k rows
   * @param cluster for each point the index of its nearest centre, the first of equally near ones
   * @param inertia Σ squared distances of points to their centres
   */
  public record Clustering(double[][] centres, int[] cluster, double inertia) {}

  private KMeans() {}

  /**
   * The clustering of least inertia among restarts.
   *
   * @param points n rows of one length, at least k
   * @param k number of clusters, at least 1
   * @param restarts at least 1
   * @param seed decides all draws
   */
  public static Clustering cluster(double[][] points, int k, int restarts, long seed) {
    Check.atLeast("k", k, 1);
    Check.atLeast("number of points", points.length, k);
    Check.atLeast("restarts", restarts, 1);
    SplittableRandom random = new SplittableRandom(seed);
    Clustering best = null;
    for (int i = 0; i < restarts; i++) {
      Clustering found = lloyd(points, plusPlus(points, k, random));
      best = best == null || found.inertia < best.inertia ? found : best;
    }
    return best;
  }

  /** The first centre uniformly, each further one in proportion to its squared distance. */
  private static double[][] plusPlus(double[][] points, int k, SplittableRandom random) {
    double[][] centres = new double[k][];
    centres[0] = points[random.nextInt(points.length)];
    double[] nearest = new double[points.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int c = 1; c < k; c++) {
      double total = 0;
      for (int i = 0; i < points.length; i++) {
        nearest[i] = Math.min(nearest[i], squaredDistance(points[i], centres[c - 1]));
        total += nearest[i];
      }
      centres[c] = points[drawn(nearest, random.nextDouble() * total)];
    }
    return centres;
  }

  private static int drawn(double[] weights, double at) {
    double sum = 0;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      last = weights[i] > 0 ? i : last;
      if (sum > at) {
        return i;
      }
    }
    return last;
  }

  /**
   * Lloyd's iterations from given centres, until no point changes its cluster or 300 times. A
   * cluster that loses all its points moves to the point farthest from its centre.
   *
   * @param points n rows of one length
   * @param start k rows of that length
   */
  public static Clustering lloyd(double[][] points, double[][] start) {
    double[][] centres = Arrays.stream(start).map(double[]::clone).toArray(double[][]::new);
    int[] cluster = new int[points.length];
    Arrays.fill(cluster, -1);
    Sums sums = new Sums(centres.length, centres[0].length);
    boolean changed = assign(points, centres, cluster, sums);
    for (int i = 0; i < MAX_ITERATIONS && changed; i++) {
      move(points, centres, cluster, sums);
      changed = assign(points, centres, cluster, sums);
    }
    double inertia = 0;
    for (int i = 0; i < points.length; i++) {
      inertia += squaredDistance(points[i], centres[cluster[i]]);
    }
    return new Clustering(centres, cluster, inertia);
  }

  /** What the next centres are the means of; gathered while points are at hand anyway. */
  private static final class Sums {
    private final double[][] sums;
    private final int[] counts;

    Sums(int k, int dimension) {
      sums = new double[k][dimension];
      counts = new int[k];
    }

    void clear() {
      Arrays.fill(counts, 0);
      for (double[] sum : sums) {
        Arrays.fill(sum, 0);
      }
    }

    void add(int cluster, double[] point) {
      counts[cluster]++;
      double[] sum = sums[cluster];
      for (int j = 0; j < sum.length; j++) {
        sum[j] += point[j];
      }
    }
  }

  /** Puts every point to its nearest centre; whether any changed. */
  private static boolean assign(double[][] points, double[][] centres, int[] cluster, Sums sums) {
    boolean changed = false;
    sums.clear();
    for (int i = 0; i < points.length; i++) {
      int nearest = nearest(points[i], centres);
      changed |= nearest != cluster[i];
      cluster[i] = nearest;
      sums.add(nearest, points[i]);
    }
    return changed;
  }

  private static int nearest(double[] point, double[][] centres) {
    int nearest = 0;
    double least = squaredDistance(point, centres[0]);
    for (int c = 1; c < centres.length; c++) {
      double distance = squaredDistance(point, centres[c]);
      if (distance < least) {
        least = distance;
        nearest = c;
      }
    }
    return nearest;
  }

  private static void move(double[][] points, double[][] centres, int[] cluster, Sums sums) {
    for (int c = 0; c < centres.length; c++) {
      if (sums.counts[c] == 0) {
        centres[c] = points[farthest(points, centres, cluster)].clone();
      } else {
        int count = sums.counts[c];
        centres[c] = Arrays.stream(sums.sums[c]).map(sum -> sum / count).toArray();
      }
    }
  }

  private static int farthest(double[][] points, double[][] centres, int[] cluster) {
    int farthest = 0;
    double most = -1;
    for (int i = 0; i < points.length; i++) {
      double distance = squaredDistance(points[i], centres[cluster[i]]);
      if (distance > most) {
        most = distance;
        farthest = i;
      }
    }
    return farthest;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      double difference = a[j] - b[j];
      sum += difference * difference;
    }
    return sum;
  }
}
