package org.gradus.lab.recipes.saf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.StepCosts;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.sharpness.Mesa;
import org.gradus.sharpness.Regularized;
import org.gradus.sharpness.Saf;
import org.gradus.sharpness.Sam;

/** Step times on a residual network and on a small dense one. */
final class Cost {
  static final double SAF_GOOD = 1.05;
  static final double SAF_BAD = 1.15;
  static final double MESA_GOOD = 1.40;
  static final double MESA_BAD = 1.55;
  private static final String SGD = "SGD";
  private static final String MESA = "MESA";
  private static final String SAF = "SAF";

  private Cost() {}

  static void run(Context context, Findings findings) {
    StepCosts residual = measure(context, findings, "ResNet-8", new ModelSpec.ResNet(8), 7);
    StepCosts dense =
        measure(context, findings, "MLP 64-128-128-10", new ModelSpec.Mlp(List.of(128, 128)), 15);
    findings.add(judge("free", SAF, residual, dense, SAF_GOOD, SAF_BAD));
    findings.add(judge("mesa-cost", MESA, residual, dense, MESA_GOOD, MESA_BAD));
  }

  private static StepCosts measure(
      Context context, Findings findings, String name, ModelSpec model, int rounds) {
    TrainingTask task = Images.digits(model);
    int examples = (int) task.data().size();
    // A turn is an epoch, so that from the second on, the first measured, the terms act.
    int epoch = context.size((examples + task.batchSize() - 1) / task.batchSize(), 2);
    StepCosts costs =
        StepCosts.measure(context, task, methods(examples, epoch), epoch, context.size(rounds, 1));
    findings.add(costs.table("Cost of a step, " + name + ", batches of " + task.batchSize()));
    return costs;
  }

  private static Map<String, Method> methods(int examples, int epoch) {
    Saf.Config saf = new Saf.Config(0.3, 5, 0, 1, Integer.MAX_VALUE);
    Mesa.Config mesa = new Mesa.Config(0.8, 5, 0, Integer.MAX_VALUE, 0.995, false);
    Map<String, Method> methods = new LinkedHashMap<>();
    methods.put(SGD, new Method(SGD, (theta, seed) -> Contender.base(theta)));
    methods.put(
        SAF,
        new Method(
            SAF,
            (theta, seed) ->
                new Regularized(Contender.base(theta), new Saf(examples, epoch, saf))));
    methods.put(
        MESA,
        new Method(
            MESA,
            (theta, seed) -> new Regularized(Contender.base(theta), new Mesa(theta, epoch, mesa))));
    methods.put(
        "SAM", new Method("SAM", (theta, seed) -> new Sam(Contender.base(theta), Sam.DEFAULT_RHO)));
    return methods;
  }

  private static Finding judge(
      String claim, String method, StepCosts residual, StepCosts dense, double good, double bad) {
    double ratio = residual.ratio(method, SGD);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("ResNet-8, " + method + " / SGD", ratio);
    numbers.put("ResNet-8, SAM / SGD", residual.ratio("SAM", SGD));
    numbers.put("MLP, " + method + " / SGD", dense.ratio(method, SGD));
    Verdict verdict =
        ratio <= good ? Verdict.REPRODUCED : ratio <= bad ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        claim,
        verdict,
        numbers,
        "Medians of turns of an epoch, one thread. The MLP's whole step takes under a millisecond,"
            + " so that the calls of a few small operations show.");
  }
}
