package org.gradus.lab.recipes.mfac;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.curvature.InverseFisher;
import org.gradus.curvature.SlidingInverseFisher;
import org.gradus.curvature.SlidingInverseFisher.Divisor;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Errors against dense inverses, and times as powers of d and m. */
final class Exactness {
  private static final double EXACT = 1e-9;
  private static final double SINGLE = 1e-3;
  private static final double NEAR = 0.35;
  private static final double DAMPING = 1e-5;

  private final Context context;

  Exactness(Context context) {
    this.context = context;
  }

  void run(Findings findings) {
    torch.set_num_threads(1);
    Map<String, Double> numbers = new LinkedHashMap<>();
    double exact = errors(numbers);
    double single = singleError(context.size(20_000, 500), context.size(256, 16));
    numbers.put("relative error, float32 window", single);
    boolean cheap = exponents(numbers, findings);
    boolean right = exact <= EXACT && single <= SINGLE;
    Verdict verdict = right ? cheap ? Verdict.REPRODUCED : Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    findings.add(
        new Finding(
            "exact-at-cost",
            verdict,
            numbers,
            "Errors are relative to the largest entry; exponents are fitted to least times of several"
                + " repetitions on the calling thread."));
  }

  /** Gradients of length about 1. */
  private static Tensor gradients(ScalarType type, long m, long d) {
    return RandomSource.seeded(1)
        .normal(new long[] {m, d}, new TensorOptions(type))
        .mul_(Scalars.of(1 / Math.sqrt((double) d)));
  }

  private double errors(Map<String, Double> numbers) {
    int d = context.size(500, 60);
    double worst = 0;
    for (int m : new int[] {16, 64, 256}) {
      try (PointerScope scope = new PointerScope()) {
        Tensor g = gradients(ScalarType.Double, m, d);
        Tensor fisher = g.t().mm(g).div_(Scalars.of((double) m));
        fisher.diagonal().add_(Scalars.of(1e-3));
        Tensor dense = fisher.inverse();
        InverseFisher inverse = InverseFisher.of(g, 1e-3);
        Tensor x = gradients(ScalarType.Double, 1, d).select(0, 0);
        double error =
            Math.max(
                relative(inverse.product(x), dense.mv(x)),
                relative(inverse.diagonal(), dense.diagonal()));
        double entry = dense.select(0, 3).select(0, 5).item_double();
        double scale = dense.abs().max().item_double();
        error = Math.max(error, Math.abs(inverse.entry(3, 5) - entry) / scale);
        numbers.put("relative error, m = " + m, error);
        worst = Math.max(worst, error);
      }
    }
    return worst;
  }

  private static double relative(Tensor found, Tensor expected) {
    return found.sub(expected).abs().max().item_double() / expected.abs().max().item_double();
  }

  private static double singleError(int d, int m) {
    try (PointerScope scope = new PointerScope()) {
      Tensor g = gradients(ScalarType.Float, m, d);
      SlidingInverseFisher window = window(g);
      Tensor expected =
          InverseFisher.of(g, DAMPING).product(g.select(0, m / 2).to(ScalarType.Double));
      return relative(window.productWith(m / 2).to(ScalarType.Double), expected);
    }
  }

  private static SlidingInverseFisher window(Tensor g) {
    SlidingInverseFisher window =
        new SlidingInverseFisher(g.size(1), (int) g.size(0), DAMPING, Divisor.WINDOW, g.options());
    for (long i = 0; i < g.size(0); i++) {
      window.insert(g.select(0, i));
    }
    return window;
  }

  /** Times of the four operations, in seconds. */
  private record Times(double precompute, double product, double entry, double replace) {}

  private Times times(int m, int d) {
    try (PointerScope scope = new PointerScope()) {
      Tensor g = gradients(ScalarType.Double, m, d);
      Tensor x = g.select(0, 0).clone();
      InverseFisher inverse = InverseFisher.of(g, DAMPING);
      SlidingInverseFisher window = window(g.to(ScalarType.Float));
      Tensor single = x.to(ScalarType.Float);
      return new Times(
          least(() -> InverseFisher.of(g, DAMPING), 1),
          least(() -> inverse.product(x), 1),
          least(() -> inverse.entry(1, d - 1), 100),
          least(() -> window.productWith(window.insert(single)), 1));
    }
  }

  /** The least time of some repetitions: what the machine can do when left alone. */
  private double least(Runnable work, int repeats) {
    double least = Double.POSITIVE_INFINITY;
    for (int round = 0; round < context.size(5, 2); round++) {
      long start = System.nanoTime();
      for (int i = 0; i < repeats; i++) {
        try (PointerScope scope = new PointerScope()) {
          work.run();
        }
      }
      least = Math.min(least, (System.nanoTime() - start) * 1e-9 / repeats);
    }
    return least;
  }

  /** Sizes beyond any cache, so that one power of d fits them all. */
  private boolean exponents(Map<String, Double> numbers, Findings findings) {
    int[] sizes = context.size(new int[] {100_000, 200_000, 400_000}, new int[] {500, 1000});
    int[] windows = context.size(new int[] {64, 128, 256}, new int[] {8, 16});
    Table.Builder table =
        Table.titled(
            "Times of inverse Fisher products",
            "m",
            "d",
            "precompute ms",
            "product ms",
            "entry µs",
            "new gradient and product ms");
    Times[] inD = new Times[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      inD[i] = times(windows[0], sizes[i]);
      row(table, windows[0], sizes[i], inD[i]);
    }
    Times[] inM = new Times[windows.length];
    int middle = sizes[0];
    for (int i = 0; i < windows.length; i++) {
      inM[i] = times(windows[i], middle);
      row(table, windows[i], middle, inM[i]);
    }
    findings.add(table.build());
    double precomputeM = put(numbers, "precompute in m", windows, inM, Times::precompute);
    double precomputeD = put(numbers, "precompute in d", sizes, inD, Times::precompute);
    double productM = put(numbers, "product in m", windows, inM, Times::product);
    double productD = put(numbers, "product in d", sizes, inD, Times::product);
    double replaceD = put(numbers, "new gradient and product in d", sizes, inD, Times::replace);
    double entryD = put(numbers, "entry in d", sizes, inD, Times::entry);
    put(numbers, "entry in m", windows, inM, Times::entry);
    return near(precomputeM, 2)
        && near(precomputeD, 1)
        && near(productM, 1)
        && near(productD, 1)
        && near(replaceD, 1)
        && entryD <= NEAR;
  }

  private static boolean near(double exponent, double expected) {
    return Math.abs(exponent - expected) <= NEAR;
  }

  private static double put(
      Map<String, Double> numbers,
      String name,
      int[] sizes,
      Times[] times,
      ToDoubleFunction<Times> time) {
    double slope = slope(sizes, Arrays.stream(times).mapToDouble(time).toArray());
    numbers.put("exponent, " + name, slope);
    return slope;
  }

  /** The least-squares slope of log time over log size. */
  private static double slope(int[] sizes, double[] times) {
    double meanX = Arrays.stream(sizes).mapToDouble(Math::log).average().orElseThrow();
    double meanY = Arrays.stream(times).map(Math::log).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (int i = 0; i < sizes.length; i++) {
      double x = Math.log(sizes[i]) - meanX;
      products += x * (Math.log(times[i]) - meanY);
      squares += x * x;
    }
    return products / squares;
  }

  private static void row(Table.Builder table, int m, int d, Times times) {
    table.row(
        Integer.toString(m),
        Integer.toString(d),
        String.format(Locale.ROOT, "%.1f", 1e3 * times.precompute),
        String.format(Locale.ROOT, "%.2f", 1e3 * times.product),
        String.format(Locale.ROOT, "%.1f", 1e6 * times.entry),
        String.format(Locale.ROOT, "%.2f", 1e3 * times.replace));
  }
}
