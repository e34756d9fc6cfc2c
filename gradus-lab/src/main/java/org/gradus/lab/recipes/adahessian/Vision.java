package org.gradus.lab.recipes.adahessian;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.Runs;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.BlockRule;

/** Image classification against SGD, Adam and AdamW. */
final class Vision {
  static final double NEAR_SGD = 0.005;
  private static final double DECAY = 5e-4;
  private static final int EPOCHS = 4;
  private static final int STEPS_PER_EPOCH = 32;

  private Vision() {}

  static void run(Context context, Findings findings) {
    if (!NamedData.standard().isPresent(Images.CIFAR)) {
      findings.add(
          Finding.notRun(
              "vision",
              "the CIFAR-10 subset is not on this machine; set GRADUS_DATA to the folder that holds"
                  + " cifar10-train-10k.bin.gz and cifar10-test-2k.bin.gz"));
      return;
    }
    int images = context.size(2000, 32);
    Comparison comparison =
        new Comparison(
            context,
            Images.cifar(images, false),
            Images.cifar(images, true),
            Plan::halves,
            context.size(EPOCHS * STEPS_PER_EPOCH, 2));
    comparison.add("SGD", List.of(0.01, 0.03, 0.1, 0.3), List.of(Methods.sgd(DECAY)));
    comparison.add("Adam", List.of(3e-4, 1e-3, 3e-3, 1e-2), List.of(Methods.adam(DECAY)));
    comparison.add(
        "AdamW", List.of(3e-4, 1e-3, 3e-3, 1e-2), List.of(Methods.adamwOfProduct(DECAY)));
    comparison.add(
        "AdaHessian",
        List.of(0.05, 0.15, 0.5, 1.5),
        List.of(Methods.adaHessian(1, BlockRule.convolutionKernels(), 1, DECAY)));
    Sample longer = comparison.equalTime("SGD", "AdaHessian", Runs::score);
    findings.add(judge(comparison, longer));
    findings.add(
        comparison.table(
            "CIFAR-10 subset at 16 x 16 pixels, ResNet-8, equal steps",
            "test accuracy",
            Runs::score,
            4));
    findings.add(comparison.trials("Tuning on CIFAR-10, 1000 held-out training images, seed 0"));
  }

  private static Finding judge(Comparison comparison, Sample longer) {
    Sample own = comparison.of("AdaHessian").score();
    Sample adam = own.minus(comparison.of("Adam").score());
    Sample adamw = own.minus(comparison.of("AdamW").score());
    Sample sgd = own.minus(comparison.of("SGD").score());
    boolean beats = adam.clearlyAboveZero();
    boolean near = sgd.mean() >= -NEAR_SGD;
    Verdict verdict =
        beats && near
            ? Verdict.REPRODUCED
            : beats || near ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("accuracy, AdaHessian - Adam", adam.mean());
    numbers.put("its 95 % CI ±", adam.ci95());
    numbers.put("AdaHessian - SGD", sgd.mean());
    numbers.put("its 95 % CI ± (SGD)", sgd.ci95());
    numbers.put("AdaHessian - AdamW", adamw.mean());
    numbers.put("AdaHessian - SGD at equal time", own.minus(longer).mean());
    boolean clear = adamw.clearlyAboveZero() || adamw.clearlyBelowZero();
    return new Finding(
        "vision", verdict, numbers, clear ? "It differs clearly from AdamW." : "It ties AdamW.");
  }
}
