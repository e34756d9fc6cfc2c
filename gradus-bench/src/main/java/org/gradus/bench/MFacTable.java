package org.gradus.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Scalars;
import org.gradus.core.Threads;
import org.gradus.curvature.InverseFisher;
import org.gradus.curvature.SlidingInverseFisher;
import org.gradus.curvature.SlidingInverseFisher.Divisor;

/**
 * The table of inverse Fisher products: each operation beside the matrix operations no
 * implementation can do without.
 *
 * <p>Static, float64: precomputation over one product [m, d] · [d, m] (its 2 d m² flops); a product
 * over a pair of matrix-vector products; the diagonal over one of them, which reads the factors
 * once. Dynamic, float32: replace and multiply over a pair of matrix-vector products and a Cholesky
 * factorisation, multiply alone over the pair. The copy of the window shows what memory gives.
 *
 * <p>Arguments: threads (1), rounds (9).
 */
final class MFacTable {
  private static final double DAMPING = 1e-3;
  private static final long[][] SIZES = {
    {16, 100_000}, {64, 100_000}, {256, 100_000}, {64, 1_000_000}
  };

  private MFacTable() {}

  /** Prints the table. */
  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9;
    Threads.use(threads);
    for (long[] size : SIZES) {
      System.out.printf(
          "%nm = %d gradients, d = %,d, %d thread(s), %d rounds%n%n",
          size[0], size[1], threads, rounds);
      try (PointerScope scope = new PointerScope()) {
        Map<String, Workload> work = new LinkedHashMap<>();
        fixed(work, size[0], size[1]);
        sliding(work, (int) size[0], size[1]);
        System.out.print(table(new Rounds(rounds, 0.1).medians(work)));
      }
    }
  }

  private static Tensor random(ScalarType type, long... shape) {
    torch.manual_seed(1);
    // Gradients of length about 1, as a network's are.
    double scale = 1 / Math.sqrt((double) shape[shape.length - 1]);
    return torch.randn(shape, new TensorOptions(type)).mul_(Scalars.of(scale));
  }

  private static void fixed(Map<String, Workload> work, long m, long d) {
    Tensor gradients = random(ScalarType.Double, m, d);
    Tensor x = random(ScalarType.Double, d);
    Tensor overwritten = gradients.clone();
    InverseFisher inverse = InverseFisher.of(gradients, DAMPING);
    put(work, "product of matrices, float64", () -> gradients.mm(gradients.t()));
    put(work, "pair of matrix-vector products, float64", () -> pair(gradients, x));
    put(work, "one matrix-vector product, float64", () -> gradients.mv(x));
    put(
        work,
        "static: precompute",
        () -> InverseFisher.overwriting(overwritten, DAMPING, InverseFisher.FULL));
    put(work, "static: product", () -> inverse.product(x));
    put(work, "static: diagonal", () -> inverse.diagonal().close());
    put(work, "static: one entry", () -> inverse.entry(1, d - 1));
  }

  private static void sliding(Map<String, Workload> work, int m, long d) {
    Tensor gradients = random(ScalarType.Float, m, d);
    Tensor x = random(ScalarType.Float, d);
    Tensor copy = torch.zeros_like(gradients);
    SlidingInverseFisher window =
        new SlidingInverseFisher(
            d, m, DAMPING, Divisor.WINDOW, new TensorOptions(ScalarType.Float));
    for (int i = 0; i < m; i++) {
      window.insert(gradients.select(0, i));
    }
    Tensor shifted = window.gram().clone();
    shifted.diagonal().add_(Scalars.of(DAMPING * m));
    put(work, "copy of the window, float32", () -> copy.copy_(gradients));
    put(work, "pair of matrix-vector products, float32", () -> pair(gradients, x));
    put(work, "Cholesky factorisation, float64", () -> torch.linalg_cholesky(shifted));
    put(work, "dynamic: new gradient and its product", () -> window.productWith(window.insert(x)));
    put(work, "dynamic: product", () -> window.product(x));
  }

  private static Tensor pair(Tensor matrix, Tensor x) {
    return matrix.t().mv(matrix.mv(x));
  }

  private static void put(Map<String, Workload> work, String name, Runnable body) {
    work.put(
        name,
        Workload.of(
            () -> {
              try (PointerScope scope = new PointerScope()) {
                body.run();
              }
            }));
  }

  private static Markdown table(Map<String, Double> seconds) {
    Map<String, Double> bounds = new LinkedHashMap<>();
    double exactPair = seconds.get("pair of matrix-vector products, float64");
    double singlePair = seconds.get("pair of matrix-vector products, float32");
    bounds.put("static: precompute", seconds.get("product of matrices, float64"));
    bounds.put("static: product", exactPair);
    bounds.put("static: diagonal", seconds.get("one matrix-vector product, float64"));
    bounds.put(
        "dynamic: new gradient and its product",
        singlePair + seconds.get("Cholesky factorisation, float64"));
    bounds.put("dynamic: product", singlePair);
    Markdown table = new Markdown("operation", "time", "over its bound");
    seconds.forEach(
        (name, time) ->
            table.row(
                name,
                Markdown.time(time),
                bounds.containsKey(name) ? Markdown.ratio(time / bounds.get(name)) : ""));
    return table;
  }
}
