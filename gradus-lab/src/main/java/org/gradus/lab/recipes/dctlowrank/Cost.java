package org.gradus.lab.recipes.dctlowrank;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.StepTimer;
import org.gradus.optim.lowrank.ColumnSelection.Score;
import org.gradus.optim.lowrank.LowRankAdamW;
import org.gradus.optim.lowrank.OrthogonalBasis;
import org.gradus.optim.lowrank.Projection;
import org.gradus.optim.lowrank.Projector;

/** Time of one choice of a subspace, and bytes of state. */
final class Cost {
  static final double FASTER = 10;
  static final double SMALLER = 0.8;
  private static final int LARGE = 512;
  private static final int LAYERS = 12;
  private static final int SVD_GAP = 200;
  private static final String SVD = "SVD";
  private static final String DCT = "DCT, matrix product";

  private Cost() {}

  static void run(Context context, Findings findings) {
    torch.set_num_threads(1);
    Table.Builder table =
        Table.titled(
            "Milliseconds for one choice of r = n/4 dimensions of an n x n gradient, float32, one"
                + " thread",
            "n",
            SVD,
            "power iteration and QR",
            DCT,
            "DCT, FFT",
            "SVD every 200 steps, a step");
    Map<String, Double> numbers = new LinkedHashMap<>();
    double least = Double.POSITIVE_INFINITY;
    for (int n : context.size(new int[] {128, 256, 512, 1024}, new int[] {32, 512})) {
      Map<String, Double> times = times(n, context.size(3, 1));
      double ratio = times.get(SVD) / times.get(DCT);
      if (n >= LARGE) {
        least = Math.min(least, ratio);
      }
      numbers.put("time, SVD / DCT at n = " + n, ratio);
      List<String> row = new ArrayList<>(List.of(String.valueOf(n)));
      times.values().forEach(ms -> row.add(String.format(Locale.ROOT, "%.3f", ms)));
      row.add(String.format(Locale.ROOT, "%.3f", times.get(SVD) / SVD_GAP));
      table.row(row.toArray(new String[0]));
    }
    double dct = bytes(Projection.dct());
    double memory = dct / bytes(Projection.svd());
    numbers.put("bytes of state, DCT / SVD, %d layers, r = n/4".formatted(LAYERS), memory);
    boolean faster = least >= FASTER;
    boolean smaller = memory <= SMALLER;
    Verdict verdict =
        faster && smaller
            ? Verdict.REPRODUCED
            : faster || smaller ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    findings.add(
        new Finding(
            "cheaper",
            verdict,
            numbers,
            "The SVD is libtorch's, LAPACK's divide and conquer. Hosts that choose every 200 steps"
                + " pay a two-hundredth of its time a step, which is less than choosing by DCT at"
                + " every step."));
    findings.add(table.build());
  }

  private static Map<String, Double> times(int n, int rounds) {
    Tensor gradient =
        RandomSource.seeded(n).normal(new long[] {n, n}, new TensorOptions(ScalarType.Float));
    Map<String, Runnable> choices = new LinkedHashMap<>();
    put(choices, SVD, Projection.svd(), gradient);
    put(choices, "power", Projection.powerIteration(RandomSource.seeded(1)), gradient);
    put(choices, DCT, Projection.dct(), gradient);
    put(choices, "FFT", Projection.select(OrthogonalBasis.fastDct(1), Score.L1), gradient);
    return StepTimer.measure(choices, 1, rounds);
  }

  private static void put(
      Map<String, Runnable> choices, String name, Projection projection, Tensor gradient) {
    int n = (int) gradient.size(1);
    Projector projector = projection.projector(n, n / 4, gradient);
    choices.put(
        name,
        () -> {
          try (PointerScope scope = new PointerScope();
              NoGradGuard guard = new NoGradGuard()) {
            projector.refresh(gradient);
          }
        });
  }

  /** State of twelve square layers after one step. */
  private static double bytes(Projection projection) {
    int n = 128;
    List<NamedTensor> layers = new ArrayList<>();
    for (int i = 0; i < LAYERS; i++) {
      Tensor weight = torch.zeros(new long[] {n, n}).set_requires_grad(true);
      layers.add(new NamedTensor("layer" + i, weight));
    }
    ParameterVector theta = ParameterVector.of(layers);
    LowRankAdamW optimizer =
        new LowRankAdamW(theta, LowRankAdamW.Config.of(1e-3, n / 4), projection);
    optimizer.update();
    return optimizer.stateBytes();
  }
}
