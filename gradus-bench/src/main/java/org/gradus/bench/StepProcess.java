package org.gradus.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.core.Threads;

/**
 * Our side of {@link SideBySide}: times the steps of one model in a process of their own and prints
 * a line a case, its name and its seconds.
 *
 * <p>Arguments: the model ({@link StepModel}), threads.
 */
final class StepProcess {
  /** What both sides measure. */
  static final List<StepCase> CASES =
      List.of(StepCase.ADAMW, StepCase.FORWARD_BACKWARD, StepCase.GRADIENT_AND_PRODUCT);

  private static final int ROUNDS = 5;

  private StepProcess() {}

  /** Measures and prints. */
  public static void main(String[] arguments) {
    StepModel model = StepModel.valueOf(arguments[0]);
    Threads.use(Integer.parseInt(arguments[1]));
    Map<StepCase, Workload> work = new EnumMap<>(StepCase.class);
    CASES.forEach(step -> work.put(step, step.prepare(model)));
    new Rounds(ROUNDS, 0.3)
        .medians(work)
        .forEach((step, time) -> System.out.printf(Locale.ROOT, "%s %.9f%n", step, time));
  }
}
