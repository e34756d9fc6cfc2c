package org.gradus.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.core.Solution.Status;
import org.gradus.core.Trace;

/**
 * Extreme eigenvalues with error bars by thick-restart Lanczos (Wu and Simon 2000), which needs the
 * memory of a fixed number of vectors however many steps convergence takes.
 *
 * <pre>
 *   extend an orthonormal basis V by w = A v, orthogonalised against all of V twice
 *   when it is full: V ← the Ritz vectors wanted and as many again, and the last remainder
 *   done when every wanted ‖A u − θ u‖ ≤ tolerance · max |θ|
 * </pre>
 *
 * <p>When an invariant subspace is exhausted, a fresh random vector is added, so that multiple
 * eigenvalues are found as often as they occur.
 *
 * @param eigenvalues the wanted ones, outermost first; fewer than asked for if d is smaller, or the
 *     budget was
 * @param products matrix-vector products taken
 * @param status {@code CONVERGED}, {@code LIMIT_REACHED} or {@code CANCELLED}
 */
public record ExtremeEigenvalues(List<Eigenvalue> eigenvalues, int products, Status status) {
  /** Which end of the spectrum. */
  public enum End {
    /** The largest. */
    LARGEST,
    /** The smallest, that is the most negative. */
    SMALLEST,
    /** The largest in magnitude. */
    MAGNITUDE
  }

  /**
   * An eigenvalue and its error bar.
   *
   * @param value the Ritz value θ
   * @param error ‖A u − θ u‖₂: an eigenvalue lies within this distance of θ
   */
  public record Eigenvalue(double value, double error) {}

  /**
   * Settings.
   *
   * @param count how many are wanted, at least 1
   * @param end which
   * @param basis vectors kept at most, more than twice the count
   * @param products matrix-vector products taken at most, at least 1
   * @param tolerance largest error relative to the largest magnitude seen, &gt; 0
   */
  public record Config(int count, End end, int basis, int products, double tolerance) {
    /** Checks the ranges. */
    public Config {
      Check.atLeast("count", count, 1);
      Objects.requireNonNull(end, "end");
      Check.atLeast("basis", basis, 2 * count + 2);
      Check.atLeast("products", products, 1);
      Check.positive("tolerance", tolerance);
    }

    /** At most 2 count + 20 vectors and 300 products, to a relative error of 1e-4. */
    public static Config of(int count, End end) {
      return new Config(count, end, 2 * count + 20, 300, 1e-4);
    }
  }

  /** Copies the list. */
  public ExtremeEigenvalues {
    eigenvalues = List.copyOf(eigenvalues);
  }

  /** The outermost eigenvalue. */
  public Eigenvalue first() {
    return eigenvalues.get(0);
  }

  /**
   * Computes.
   *
   * @param random where starting vectors come from: Gaussian, one at first and one for each
   *     invariant subspace exhausted
   * @param monitor hears, after each product, the outermost Ritz value and its error; may stop
   */
  public static ExtremeEigenvalues compute(
      SymmetricOperator operator, Config config, RandomSource random, Monitor monitor) {
    try (Run run = new Run(operator, config, random, monitor)) {
      return run.iterate();
    }
  }

  /** The state of a computation. */
  private static final class Run implements AutoCloseable {
    private final SymmetricOperator operator;
    private final Config config;
    private final RandomSource random;
    private final Monitor monitor;
    private final Products products;
    private final int capacity;
    private final KrylovBasis basis;
    private final double[][] projected;
    private final double breakdown;
    private final long start = System.nanoTime();
    private double remainder;

    Run(SymmetricOperator operator, Config config, RandomSource random, Monitor monitor) {
      this.operator = operator;
      this.config = config;
      this.random = random;
      this.monitor = monitor;
      products = new Products(operator);
      capacity = (int) Math.min(config.basis(), operator.dimension());
      basis = new KrylovBasis(capacity, operator);
      projected = new double[capacity][capacity];
      breakdown = basis.type() == ScalarType.Double ? 1e-12 : 1e-6;
    }

    ExtremeEigenvalues iterate() {
      appendRandom();
      while (true) {
        try (PointerScope scope = new PointerScope()) {
          Tensor w = expand();
          SmallEigen ritz = SmallEigen.of(projected, basis.size());
          Integer[] order = order(ritz);
          Status status = status(ritz, order);
          report(ritz, order[0]);
          if (status != null) {
            return result(ritz, order, status);
          }
          if (basis.size() == capacity) {
            restart(ritz, order);
          }
          append(w);
        }
      }
    }

    /** Takes the product with the last vector and fills its row of the projected matrix. */
    private Tensor expand() {
      int j = basis.size() - 1;
      Tensor w = products.times(basis.vector(j)).clone();
      double[] row = basis.orthogonalise(w);
      double[] again = basis.orthogonalise(w);
      for (int i = 0; i <= j; i++) {
        projected[j][i] = row[i] + again[i];
      }
      remainder = Products.norm(w);
      return w;
    }

    private void append(Tensor w) {
      if (remainder > breakdown * scale()) {
        basis.append(w, remainder);
      } else {
        appendRandom();
      }
    }

    private void appendRandom() {
      try (PointerScope scope = new PointerScope()) {
        Tensor fresh =
            Hutchinson.Probe.GAUSSIAN.draw(random, operator.dimension(), operator.options());
        if (basis.size() > 0) {
          basis.orthogonalise(fresh);
          basis.orthogonalise(fresh);
        }
        double norm = Products.norm(fresh);
        if (!(norm > 0)) {
          throw Check.invalid("norm of a random starting vector", norm, "> 0");
        }
        basis.append(fresh, norm);
      }
    }

    /** Keeps the Ritz vectors wanted and as many again, which makes restarts converge faster. */
    private void restart(SmallEigen ritz, Integer[] order) {
      int kept = Math.min(2 * config.count() + 1, capacity - 1);
      double[][] vectors = new double[kept][];
      for (int i = 0; i < kept; i++) {
        vectors[i] = ritz.vectors()[order[i]];
        Arrays.fill(projected[i], 0);
        projected[i][i] = ritz.values()[order[i]];
      }
      basis.rotate(vectors);
    }

    private Integer[] order(SmallEigen ritz) {
      Comparator<Integer> outermost =
          Comparator.comparingDouble(
              i ->
                  switch (config.end()) {
                    case LARGEST -> -ritz.values()[i];
                    case SMALLEST -> ritz.values()[i];
                    case MAGNITUDE -> -Math.abs(ritz.values()[i]);
                  });
      return IntStream.range(0, ritz.size()).boxed().sorted(outermost).toArray(Integer[]::new);
    }

    private Status status(SmallEigen ritz, Integer[] order) {
      if (basis.size() == operator.dimension()) {
        return Status.CONVERGED;
      }
      int wanted = Math.min(config.count(), order.length);
      double tolerance = config.tolerance() * scale();
      boolean enough = wanted == config.count();
      if (enough && IntStream.range(0, wanted).allMatch(i -> error(ritz, order[i]) <= tolerance)) {
        return Status.CONVERGED;
      }
      if (products.count() >= config.products()) {
        return Status.LIMIT_REACHED;
      }
      return monitor.cancelled() ? Status.CANCELLED : null;
    }

    private double error(SmallEigen ritz, int i) {
      double[] s = ritz.vectors()[i];
      return remainder * Math.abs(s[s.length - 1]);
    }

    private double scale() {
      double scale = 0;
      for (int i = 0; i < basis.size(); i++) {
        for (int j = 0; j <= i; j++) {
          scale = Math.max(scale, Math.abs(projected[i][j]));
        }
      }
      return scale;
    }

    private void report(SmallEigen ritz, int first) {
      monitor.report(
          new Trace.Point(
              products.count(),
              (System.nanoTime() - start) * 1e-9,
              Double.NaN,
              Double.NaN,
              Map.of("eigenvalue", ritz.values()[first], "error", error(ritz, first))));
    }

    private ExtremeEigenvalues result(SmallEigen ritz, Integer[] order, Status status) {
      List<Eigenvalue> found = new ArrayList<>();
      for (int i = 0; i < Math.min(config.count(), order.length); i++) {
        found.add(new Eigenvalue(ritz.values()[order[i]], error(ritz, order[i])));
      }
      return new ExtremeEigenvalues(found, products.count(), status);
    }

    @Override
    public void close() {
      basis.close();
    }
  }
}
