package org.gradus.lab.recipes.adahessian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Differentiation;
import org.gradus.core.Likelihood;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.core.RandomSource;
import org.gradus.curvature.Hutchinson;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.TrainingTask.Session;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.train.BatchObjective;

/** How much averaging calms the Hessian diagonal's estimate, on a small trained network. */
final class VarianceReduction {
  static final double CLEARLY = 1.5;
  private static final int GROUP = 10;
  private static final double TINY = 1e-8;

  private final Context context;
  private final List<double[]> magnitudes = new ArrayList<>();
  private final List<double[]> averaged = new ArrayList<>();
  private final List<double[]> signed = new ArrayList<>();
  private double[] diagonal;

  private VarianceReduction(Context context) {
    this.context = context;
  }

  static void run(Context context, Findings findings) {
    new VarianceReduction(context).measure(findings);
  }

  private void measure(Findings findings) {
    torch.set_num_threads(1);
    TrainingTask task = Images.digits(new ModelSpec.Cnn(4, 8, 16));
    Session session = task.session(Methods.adam(0).with(3e-3), Plan.cosine(300, 0), 1);
    session.trainer().steps(context.size(300, 10), context.monitor());
    ParameterVector theta = session.optimizer().parameters();
    List<Slice> kernels = theta.slices().stream().filter(s -> s.rank() == 4).toList();
    BatchObjective objective =
        new BatchObjective(session.network(), task.validation().get(0), Likelihood.CATEGORICAL, 0);
    try (Differentiation derivatives = objective.differentiate(theta)) {
      diagonal = exact(derivatives, theta, kernels);
      probe(derivatives, theta, kernels);
    }
    report(findings);
  }

  /** The exact diagonal at the kernels' entries, one product with a unit vector each. */
  private static double[] exact(
      Differentiation derivatives, ParameterVector theta, List<Slice> kernels) {
    List<Double> entries = new ArrayList<>();
    for (Slice kernel : kernels) {
      for (long i = kernel.offset(); i < kernel.offset() + kernel.length(); i++) {
        try (PointerScope scope = new PointerScope();
            Tensor unit = theta.newVector()) {
          unit.narrow(0, i, 1).fill_(org.gradus.core.Scalars.of(1.0));
          try (Tensor column = derivatives.hessianVectorProduct(unit)) {
            entries.add(column.narrow(0, i, 1).item_double());
          }
        }
      }
    }
    return entries.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void probe(Differentiation derivatives, ParameterVector theta, List<Slice> kernels) {
    Hutchinson hutchinson = new Hutchinson(RandomSource.seeded(1), Hutchinson.Probe.RADEMACHER, 1);
    for (int i = 0; i < context.size(100, 2 * GROUP); i++) {
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard();
          Tensor estimate = hutchinson.diagonal(derivatives, theta)) {
        signed.add(entries(estimate, kernels, false));
        magnitudes.add(entries(estimate.abs(), kernels, false));
        averaged.add(entries(estimate.abs(), kernels, true));
      }
    }
  }

  /** The kernels' entries, averaged over each kernel's two last axes if asked. */
  private static double[] entries(Tensor flat, List<Slice> kernels, boolean average) {
    List<Double> values = new ArrayList<>();
    for (Slice kernel : kernels) {
      Tensor view = kernel.view(flat);
      Tensor shown = average ? view.mean(new long[] {2, 3}, true, null).expand_as(view) : view;
      double[] part = new double[(int) kernel.length()];
      shown.to(torch.ScalarType.Double).contiguous().data_ptr_double().get(part);
      Arrays.stream(part).forEach(values::add);
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void report(Findings findings) {
    double one = median(spread(magnitudes));
    double spatial = median(spread(averaged));
    double ten = median(spread(groups(signed, false)));
    double temporal = median(spread(groups(averaged, true)));
    double bias = median(bias());
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("relative spread, one probe", one);
    numbers.put("with spatial averaging", spatial);
    numbers.put("reduction", one / spatial);
    numbers.put("E|d| / |diag H| (median)", bias);
    findings.add(
        new Finding(
            "variance-reduction",
            Verdict.of(one / spatial > CLEARLY),
            numbers,
            "The magnitude makes the estimate too large where off-diagonal entries dominate: see"
                + " the last number."));
    findings.add(
        Table.titled(
                "Relative spread of the diagonal estimate over %d probes, %d kernel entries"
                    .formatted(magnitudes.size(), diagonal.length),
                "estimate",
                "median of standard deviation / mean")
            .row("one probe", show(one))
            .row("mean of 10 probes", show(ten))
            .row("averaged over each kernel", show(spatial))
            .row("averaged over each kernel, and root mean square over 10 steps", show(temporal))
            .build());
  }

  private static String show(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Per entry, standard deviation over mean. */
  private static double[] spread(List<double[]> samples) {
    return IntStream.range(0, samples.get(0).length)
        .mapToDouble(i -> spread(samples.stream().mapToDouble(s -> s[i]).toArray()))
        .filter(Double::isFinite)
        .toArray();
  }

  private static double spread(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1)) / mean;
  }

  /** Groups of ten: the root mean square of each, or the magnitude of its mean. */
  private static List<double[]> groups(List<double[]> samples, boolean squares) {
    List<double[]> result = new ArrayList<>();
    for (int from = 0; from + GROUP <= samples.size(); from += GROUP) {
      List<double[]> group = samples.subList(from, from + GROUP);
      result.add(
          IntStream.range(0, group.get(0).length)
              .mapToDouble(i -> condense(group, i, squares))
              .toArray());
    }
    return result;
  }

  private static double condense(List<double[]> group, int i, boolean squares) {
    return squares
        ? Math.sqrt(group.stream().mapToDouble(s -> s[i] * s[i]).average().orElseThrow())
        : Math.abs(group.stream().mapToDouble(s -> s[i]).average().orElseThrow());
  }

  private double[] bias() {
    return IntStream.range(0, diagonal.length)
        .filter(i -> Math.abs(diagonal[i]) > TINY)
        .mapToDouble(
            i ->
                magnitudes.stream().mapToDouble(s -> s[i]).average().orElseThrow()
                    / Math.abs(diagonal[i]))
        .toArray();
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
