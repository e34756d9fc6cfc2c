package org.gradus.convexnet;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.RandomSource;
import org.gradus.core.Tensors;

/**
 * Distinct activation patterns Dᵢ = diag(1[X a ≥ 0]): which samples a hidden neuron sees.
 *
 * <p>A sample on the boundary (x a = 0) is active.
 */
public final class Gates {
  /** Draws per wanted gate before {@link #sampled} gives up. */
  private static final int ATTEMPTS_PER_GATE = 100;

  private final int samples;
  private final List<BitSet> patterns;
  private final boolean complete;

  private Gates(int samples, Set<BitSet> patterns, boolean complete) {
    this.samples = samples;
    this.patterns = List.copyOf(patterns);
    this.complete = complete;
  }

  /**
   * The gates of given vectors, in their order, without duplicates: the door for recorded draws.
   *
   * @param inputs X, [n, d] row-major
   * @param width d
   * @param vectors a, [m, d] row-major, m ≥ 1
   */
  public static Gates of(double[] inputs, int width, double[] vectors) {
    if (vectors.length == 0 || vectors.length % width != 0) {
      throw Check.invalid("the number of entries of vectors", vectors.length, "m * " + width);
    }
    int samples = inputs.length / width;
    Set<BitSet> found = new LinkedHashSet<>();
    for (int i = 0; i < vectors.length; i += width) {
      found.add(pattern(inputs, width, vectors, i));
    }
    return new Gates(samples, found, false);
  }

  /**
   * Gates given as they are, without duplicates.
   *
   * @param patterns rows of n, whether the gate sees the sample
   */
  public static Gates of(boolean[]... patterns) {
    Check.atLeast("the number of gates", patterns.length, 1);
    Set<BitSet> found = new LinkedHashSet<>();
    for (boolean[] pattern : patterns) {
      if (pattern.length != patterns[0].length) {
        throw Check.invalid("a gate's length", pattern.length, "" + patterns[0].length);
      }
      BitSet bits = new BitSet();
      for (int k = 0; k < pattern.length; k++) {
        bits.set(k, pattern[k]);
      }
      found.add(bits);
    }
    return new Gates(patterns[0].length, found, false);
  }

  /**
   * Gates of vectors a ~ N(0, I), drawn one by one until there are {@code count} distinct ones, or
   * fewer after 100 draws a gate.
   *
   * @param random one normal draw of shape [d] a vector, float64
   */
  public static Gates sampled(ReluProblem problem, int count, RandomSource random) {
    Check.atLeast("the number of gates", count, 1);
    Set<BitSet> found = new LinkedHashSet<>();
    for (long draw = 0; draw < (long) ATTEMPTS_PER_GATE * count && found.size() < count; draw++) {
      double[] a = normal(random, problem.width());
      found.add(pattern(problem.inputs(), problem.width(), a, 0));
    }
    return new Gates(problem.samples(), found, false);
  }

  /**
   * Candidates for adversarial training: for each a ~ N(0, I) its pattern on X and on S − 1
   * versions X + ε sign(R), R Gaussian. Distinct patterns only.
   *
   * @param vectors how many a are drawn
   * @param versions S ≥ 1
   * @param random for each a a normal draw of shape [d], then S − 1 of shape [n, d]
   */
  public static Gates sampled(
      RobustProblem problem, int vectors, int versions, RandomSource random) {
    Check.atLeast("the number of gate vectors", vectors, 1);
    Check.atLeast("versions", versions, 1);
    ReluProblem data = problem.nominal();
    Set<BitSet> found = new LinkedHashSet<>();
    for (int h = 0; h < vectors; h++) {
      double[] a = normal(random, data.width());
      found.add(pattern(data.inputs(), data.width(), a, 0));
      for (int s = 1; s < versions; s++) {
        double[] noise = normal(random, data.samples(), data.width());
        found.add(pattern(problem.corner(noise), data.width(), a, 0));
      }
    }
    return new Gates(data.samples(), found, false);
  }

  /**
   * All gates of the data, from the regions that the hyperplanes x u = 0 cut the space into.
   *
   * <p>There are at most 2 Σ_{k&lt;d} C(n − 1, k), as many in general position; the work grows with
   * n times that.
   */
  public static Gates enumerated(ReluProblem problem) {
    Set<BitSet> found = new LinkedHashSet<>();
    for (double[] u : new Arrangement(problem.inputs(), problem.width()).interiorPoints()) {
      found.add(pattern(problem.inputs(), problem.width(), u, 0));
    }
    return new Gates(problem.samples(), found, true);
  }

  /**
   * How many sampled gates make a further one improbable to matter, by the scenario approach: min{
   * (n + 1)/(ψ ξ) − 1, (2/ψ)(n + 1 − log ξ) }, rounded up. With probability ≥ 1 − ξ one gate more
   * improves the optimum with probability ≤ ψ.
   *
   * <p>These are the bound's standard roles; the paper prints (2/ξ)(n + 1 − log ψ), which exchanges
   * them.
   *
   * @param samples n
   * @param violation ψ in (0, 1)
   * @param confidence ξ in (0, 1), the probability that the statement fails
   */
  public static long gatesNeeded(int samples, double violation, double confidence) {
    Check.atLeast("samples", samples, 1);
    requireProbability("violation", violation);
    requireProbability("confidence", confidence);
    double product = (samples + 1) / (violation * confidence) - 1;
    double logarithmic = 2 / violation * (samples + 1 - Math.log(confidence));
    return (long) Math.ceil(Math.min(product, logarithmic));
  }

  private static void requireProbability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw Check.invalid(name, value, "in (0, 1)");
    }
  }

  private static double[] normal(RandomSource random, long... shape) {
    try (PointerScope scope = new PointerScope()) {
      return Tensors.doubles(random.normal(shape, new TensorOptions(ScalarType.Double)));
    }
  }

  private static BitSet pattern(double[] inputs, int width, double[] vectors, int offset) {
    BitSet pattern = new BitSet();
    for (int k = 0; k * width < inputs.length; k++) {
      double sum = 0;
      for (int j = 0; j < width; j++) {
        sum += inputs[k * width + j] * vectors[offset + j];
      }
      pattern.set(k, sum >= 0);
    }
    return pattern;
  }

  /** P, the number of distinct gates. */
  public int count() {
    return patterns.size();
  }

  /** n. */
  public int samples() {
    return samples;
  }

  /** Whether these are all gates of the data, so that bounds hold for every network. */
  public boolean complete() {
    return complete;
  }

  /** Whether gate i sees sample k. */
  public boolean active(int i, int k) {
    return patterns.get(i).get(k);
  }

  /** The gates at some places, in the order given. */
  public Gates subset(List<Integer> places) {
    Check.atLeast("the number of gates", places.size(), 1);
    Set<BitSet> kept = new LinkedHashSet<>();
    for (int place : places) {
      kept.add(patterns.get(place));
    }
    return new Gates(samples, kept, complete && kept.size() == count());
  }

  /** 0 and 1, [P, n], a new float64 tensor. */
  Tensor mask() {
    double[] mask = new double[count() * samples];
    for (int i = 0; i < count(); i++) {
      int row = i * samples;
      patterns.get(i).stream().forEach(k -> mask[row + k] = 1);
    }
    return Tensors.matrix(mask, count(), samples);
  }

  /** N[k, l], the number of gates active at both k and l, as a new tensor. */
  static Tensor overlaps(Tensor mask) {
    return torch.mm(mask.t(), mask);
  }

  /** The rows −1 and 1 of gate i. */
  double[] signs(int i) {
    double[] signs = new double[samples];
    for (int k = 0; k < samples; k++) {
      signs[k] = active(i, k) ? 1 : -1;
    }
    return signs;
  }

  @Override
  public String toString() {
    return count() + (complete ? " gates (all)" : " gates") + " of " + samples + " samples";
  }

  /** The patterns as sets of samples. */
  List<BitSet> patterns() {
    return new ArrayList<>(patterns);
  }
}
