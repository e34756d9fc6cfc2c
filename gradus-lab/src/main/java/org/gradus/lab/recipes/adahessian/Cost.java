package org.gradus.lab.recipes.adahessian;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.StepCosts;
import org.gradus.lab.recipes.Tasks;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.optim.BlockRule;

/** Step time beside SGD and Adam. */
final class Cost {
  static final double COMPARABLE = 2;
  private static final String SGD = "SGD";

  private Cost() {}

  static void run(Context context, Findings findings) {
    Map<String, TrainingTask> tasks = new LinkedHashMap<>();
    tasks.put("MLP", Images.digits(new ModelSpec.Mlp(List.of(256, 256))));
    tasks.put("CNN", Images.digits(new ModelSpec.Cnn(16, 32, 128)));
    tasks.put("GPT", Tasks.shakespeare(1));
    int turn = context.size(10, 2);
    Map<String, Double> numbers = new LinkedHashMap<>();
    double worst = 0;
    double worstDelayed = 0;
    for (Map.Entry<String, TrainingTask> task : tasks.entrySet()) {
      StepCosts costs =
          StepCosts.measure(context, task.getValue(), methods(), turn, context.size(7, 1));
      findings.add(costs.table("Cost of a step, " + task.getKey()));
      double each = costs.ratio(name(1), SGD);
      double delayed = costs.ratio(name(5), SGD);
      numbers.put(task.getKey() + ", AdaHessian / SGD", each);
      numbers.put(task.getKey() + ", a refresh each 5 steps / SGD", delayed);
      worst = Math.max(worst, each);
      worstDelayed = Math.max(worstDelayed, delayed);
    }
    Verdict verdict =
        worst <= COMPARABLE
            ? Verdict.REPRODUCED
            : worstDelayed <= COMPARABLE ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    findings.add(
        new Finding(
            "cost",
            verdict,
            numbers,
            "Medians of turns of %d steps, one thread; peak memory was not measured here."
                .formatted(turn)));
  }

  private static Map<String, Method> methods() {
    Map<String, Method> methods = new LinkedHashMap<>();
    methods.put(SGD, Methods.sgd(0).with(1e-3));
    methods.put("Adam", Methods.adam(0).with(1e-4));
    for (int each : new int[] {1, 2, 5}) {
      methods.put(
          name(each), Methods.adaHessian(1, BlockRule.convolutionKernels(), each, 0).with(1e-3));
    }
    return methods;
  }

  private static String name(int each) {
    return "AdaHessian, a refresh each " + each;
  }
}
