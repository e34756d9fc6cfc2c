package org.gradus.lab.recipes.dctlowrank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Monitor;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.core.RandomSource;
import org.gradus.core.Tensors;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.lowrank.ColumnSelection.Score;
import org.gradus.optim.lowrank.OrthogonalBasis;
import org.gradus.optim.lowrank.Projection;

/** The part of a gradient's square that each subspace captures. */
final class Quality {
  static final double TWICE = 2;
  static final double NEARLY = 0.8;
  private static final int[] PARTS = {16, 8, 4, 2};
  private static final String SVD = "SVD";
  private static final String DCT = "DCT, chosen by l1";
  private static final String FIRST = "DCT, first columns";
  private static final String ORTHOGONAL = "random orthogonal basis, chosen by l1";

  /**
   * What was captured on one seed's training.
   *
   * @param shares by subspace and part of the dimension, one value for each matrix and step
   */
  record Captured(Map<String, List<Double>> shares) {}

  private Quality() {}

  static void run(Context context, TrainingTask task, Method driver, Findings findings) {
    List<Piece<Captured>> pieces = new ArrayList<>();
    int[] steps = context.size(new int[] {10, 100, 300}, new int[] {1, 2});
    for (long seed : context.seeds(2)) {
      String key =
          "captured/%s/%s/at%s/seed%d"
              .formatted(
                  task.name(), driver.name(), Arrays.toString(steps).replaceAll("\\D+", "-"), seed);
      pieces.add(new Piece<>(key, () -> capture(task, driver, steps, seed, context.monitor())));
    }
    Map<String, List<Double>> all = new LinkedHashMap<>();
    for (Captured captured : context.pieces(Captured.class, pieces)) {
      captured.shares.forEach(
          (name, values) -> all.computeIfAbsent(name, n -> new ArrayList<>()).addAll(values));
    }
    findings.add(selection(all)).add(basis(all)).add(optimal(all)).add(table(all));
  }

  private static Captured capture(
      TrainingTask task, Method driver, int[] steps, long seed, Monitor monitor) {
    Plan plan = Plan.cosine(Math.max(20, 2 * steps[steps.length - 1]), 1);
    TrainingTask.Session session = task.session(driver, plan, seed);
    ParameterVector theta = session.optimizer().parameters();
    Map<String, List<Double>> shares = new LinkedHashMap<>();
    int done = 0;
    for (int step : steps) {
      session.trainer().steps(step - done, monitor);
      done = step;
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        for (Slice slice : theta.slices()) {
          if (slice.rank() == 2 && slice.name().startsWith("block")) {
            add(slice.view(theta.gradient()), seed, shares);
          }
        }
      }
    }
    return new Captured(shares);
  }

  private static void add(Tensor gradient, long seed, Map<String, List<Double>> shares) {
    Tensor matrix = gradient.size(0) >= gradient.size(1) ? gradient : gradient.t();
    long n = matrix.size(1);
    double whole = Tensors.norm(matrix);
    for (int part : PARTS) {
      projections(seed)
          .forEach(
              (name, projection) -> {
                int rank = (int) Math.max(1, n / part);
                double kept =
                    Tensors.norm(
                        projection.projector(n, rank, matrix).refresh(matrix).coordinates());
                shares
                    .computeIfAbsent(key(name, part), k -> new ArrayList<>())
                    .add(kept * kept / (whole * whole));
              });
    }
  }

  private static Map<String, Projection> projections(long seed) {
    Map<String, Projection> all = new LinkedHashMap<>();
    all.put(SVD, Projection.svd());
    all.put(DCT, Projection.dct());
    all.put("DCT, chosen by l2", Projection.select(OrthogonalBasis.dct(), Score.L2));
    all.put(ORTHOGONAL, Projection.select(OrthogonalBasis.random(seed), Score.L1));
    all.put("identity, chosen by l1", Projection.select(OrthogonalBasis.identity(), Score.L1));
    all.put(FIRST, Projection.select(OrthogonalBasis.dct(), Score.FIRST));
    all.put("random subspace", Projection.random(RandomSource.seeded(seed)));
    return all;
  }

  private static String key(String name, int part) {
    return name + " 1/" + part;
  }

  private static double mean(Map<String, List<Double>> all, String name, int part) {
    return sample(all, name, part).mean();
  }

  private static Sample sample(Map<String, List<Double>> all, String name, int part) {
    return new Sample(all.get(key(name, part)).stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static Finding selection(Map<String, List<Double>> all) {
    double ratio = mean(all, DCT, 16) / mean(all, FIRST, 16);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("captured at r = n/16, chosen / first columns", ratio);
    numbers.put("the same at r = n/4", mean(all, DCT, 4) / mean(all, FIRST, 4));
    return new Finding(
        "selection-helps",
        Verdict.of(ratio >= TWICE),
        numbers,
        "Means over matrices, steps and seeds.");
  }

  private static Finding basis(Map<String, List<Double>> all) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    int better = 0;
    for (int part : PARTS) {
      Sample difference = sample(all, DCT, part).minus(sample(all, ORTHOGONAL, part));
      numbers.put("DCT - random orthogonal, r = n/" + part, difference.mean());
      numbers.put("its standard error, r = n/" + part, difference.standardError());
      better += difference.clearlyAboveZero() ? 1 : 0;
    }
    Verdict verdict =
        better == PARTS.length
            ? Verdict.REPRODUCED
            : better > 0 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        "dct-helps",
        verdict,
        numbers,
        "Neurons of a randomly initialised net have no order a cosine could see.");
  }

  private static Finding optimal(Map<String, List<Double>> all) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    double[] ratios =
        Arrays.stream(PARTS).mapToDouble(p -> mean(all, DCT, p) / mean(all, SVD, p)).toArray();
    for (int i = 0; i < PARTS.length; i++) {
      numbers.put("captured, DCT / SVD, r = n/" + PARTS[i], ratios[i]);
    }
    boolean everywhere = DoubleStream.of(ratios).allMatch(r -> r >= NEARLY);
    boolean somewhere = DoubleStream.of(ratios).anyMatch(r -> r >= NEARLY);
    Verdict verdict =
        everywhere ? Verdict.REPRODUCED : somewhere ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        "near-optimal", verdict, numbers, "The SVD's share is the largest any subspace has.");
  }

  private static Table table(Map<String, List<Double>> all) {
    Table.Builder table =
        Table.titled(
            "Part of a gradient's square captured by r of n dimensions, means",
            "subspace",
            "r = n/16",
            "r = n/8",
            "r = n/4",
            "r = n/2");
    for (String name : projections(0).keySet()) {
      List<String> row = new ArrayList<>(List.of(name));
      for (int part : PARTS) {
        row.add(String.format(Locale.ROOT, "%.3f", mean(all, name, part)));
      }
      table.row(row.toArray(new String[0]));
    }
    return table.build();
  }
}
