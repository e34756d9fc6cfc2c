package org.gradus.lab.recipes.rates;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Objective;
import org.gradus.core.RandomSource;
import org.gradus.core.Schedule;
import org.gradus.curvature.HessianOperator;
import org.gradus.curvature.Hutchinson;
import org.gradus.curvature.Lanczos;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.optim.Sgd;

/** What Lanczos costs beside its products, on a network of a million parameters. */
final class Cost {
  private static final int STEPS = 50;
  private static final int EXAMPLES = 512;
  private static final int ROUNDS = 5;

  private Cost() {}

  static void run(Context context, Findings findings) {
    torch.set_num_threads(1);
    int width = context.size(960, 32);
    TrainingTask task = Digits.task(List.of(width, width), 64, 0);
    Training training =
        Training.of(
            task,
            (network, theta, seed) -> new Sgd(theta, Sgd.Config.of(0.01)),
            Schedule.constant(),
            1);
    Objective objective =
        Digits.objective(task, training.network(), Digits.draw(task.data(), EXAMPLES, 1));
    try (PointerScope scope = new PointerScope()) {
      long size = training.theta().size();
      Tensor start =
          Hutchinson.Probe.GAUSSIAN.draw(
              RandomSource.seeded(1), size, training.theta().values().options());
      double product =
          median(() -> objective.hessianVectorProduct(training.theta(), start).close());
      double gradient = median(() -> objective.gradient(training.theta()));
      double lanczos =
          seconds(
              () -> {
                try (HessianOperator hessian = HessianOperator.of(training.theta(), objective)) {
                  Lanczos.run(hessian, context.size(STEPS, 5), start);
                }
              });
      findings.add(
          Table.titled(
                  "Cost on a network of %d parameters, %d examples, one thread"
                      .formatted(size, EXAMPLES),
                  "what",
                  "ms",
                  "in gradients",
                  "in Hessian-vector products")
              .row("gradient", show(1e3 * gradient), "1.00", show(gradient / product))
              .row("Hessian-vector product", show(1e3 * product), show(product / gradient), "1.00")
              .row(
                  "50 Lanczos steps",
                  show(1e3 * lanczos),
                  show(lanczos / gradient),
                  show(lanczos / product))
              .build());
    }
  }

  private static double median(Runnable work) {
    double[] times = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      times[i] = seconds(work);
    }
    Arrays.sort(times);
    return times[ROUNDS / 2];
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * 1e-9;
  }

  private static String show(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
