package org.gradus.lab.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.gradus.core.Check;
import org.gradus.core.Seeds;
import org.gradus.lab.method.Method;
import org.gradus.lab.method.Methods;
import org.gradus.lab.method.Setting;
import org.gradus.schedule.ScheduleShape;

/**
 * What a comparison does; with the data, it decides every number of the result but the times.
 *
 * @param task the task's name, part of the run folder's name
 * @param options whatever else makes the task (data file, target column, model), for who continues
 *     the run; not read here
 * @param methods the methods, as the command line names them; the first is the baseline
 * @param trials tuning trials a method, at least 0 (the defaults are then used untried)
 * @param seeds final runs a method, at least 1
 * @param epochs passes over the training data of every trial and run, at least 1
 * @param batchSize examples a step, at least 1
 * @param decay how the learning rate goes down, alike for all methods without a schedule part
 * @param settings hyper-parameters fixed by the user, each {@code METHOD.PARAMETER=VALUE}
 * @param baseSeed decides the search points and all seeds
 * @param threads threads of an operation, at least 1
 * @param command the command line that reproduces this
 */
public record ComparePlan(
    String task,
    Map<String, String> options,
    List<String> methods,
    int trials,
    int seeds,
    int epochs,
    int batchSize,
    Decay decay,
    List<String> settings,
    long baseSeed,
    int threads,
    String command) {

  /** How the learning rate goes down over a run. */
  public enum Decay {
    /** Not at all. */
    NONE,
    /** Along half a cosine, to 0 at the last step. */
    COSINE;

    /** As a shape. */
    public ScheduleShape shape() {
      return this == NONE ? ScheduleShape.flat() : ScheduleShape.cosine(0);
    }
  }

  /** Checks counts, methods and settings. */
  public ComparePlan {
    if (task == null || !task.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw Check.invalid("task", task, "letters, digits, '.', '_' and '-'");
    }
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    Check.atLeast("trials", trials, 0);
    Check.atLeast("seeds", seeds, 1);
    Check.atLeast("epochs", epochs, 1);
    Check.atLeast("batch size", batchSize, 1);
    Check.atLeast("threads", threads, 1);
    Objects.requireNonNull(decay, "decay");
    Objects.requireNonNull(command, "command");
    List<Method> parsed = Methods.parseList(String.join(",", methods));
    methods = parsed.stream().map(Method::id).toList();
    settings = settings.stream().map(s -> Setting.parse(s, parsed).toString()).toList();
    spaces(parsed, settings);
  }

  /** What is searched for each method, in the order of the methods. */
  List<SearchSpace> spaces() {
    return spaces(Methods.parseList(String.join(",", methods)), settings);
  }

  private static List<SearchSpace> spaces(List<Method> methods, List<String> settings) {
    List<Setting> parsed = settings.stream().map(s -> Setting.parse(s, methods)).toList();
    return methods.stream().map(method -> SearchSpace.of(method, parsed)).toList();
  }

  /** The seed every trial is trained with. */
  long tuningSeed() {
    return Seeds.derive(baseSeed, "tuning", 0);
  }

  /** The seeds of the final runs, shared by all methods. */
  List<Long> finalSeeds() {
    return LongStream.range(0, seeds).map(i -> baseSeed + i).boxed().toList();
  }

  /** This plan with another number of threads; results may then differ in their last digits. */
  public ComparePlan withThreads(int other) {
    return new ComparePlan(
        task, options, methods, trials, seeds, epochs, batchSize, decay, settings, baseSeed, other,
        command);
  }
}
