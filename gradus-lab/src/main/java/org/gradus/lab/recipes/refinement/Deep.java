package org.gradus.lab.recipes.refinement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.Runs;
import org.gradus.lab.recipes.Tasks;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.Tuning;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.AdamW;
import org.gradus.optim.Sgd;
import org.gradus.schedule.GradientNormRecorder;
import org.gradus.schedule.RefinedSchedule;
import org.gradus.schedule.Refinement;
import org.gradus.schedule.ScheduleShape;

/** Networks with flat, cosine, linear and refined schedules, each with its own learning rate. */
final class Deep {
  private static final double WARMUP = 0.05;
  private static final double WEIGHT_DECAY = 0.1;
  private static final double LOW_START = 0.5;
  private static final double FAST_END = 0.25;
  private static final int CONTEXT = 32;
  private static final int BATCH = 16;

  /** A task with the method that suits it. */
  private record Problem(
      String name,
      TrainingTask task,
      Method.Family family,
      List<Double> grid,
      Refinement refinement) {}

  private record Result(Tuning tuning, Sample loss) {}

  private final Context context;
  private final int steps;
  private final List<Series> schedules = new ArrayList<>();
  private final Table.Builder table =
      Table.titled(
          "Networks: validation loss at the end",
          "problem",
          "schedule",
          "peak learning rate",
          "loss");
  private int linearHolds;
  private int refinedBetter;
  private int refinedWorse;
  private int shapeHolds;

  Deep(Context context) {
    this.context = context;
    steps = context.size(1200, 20);
  }

  void run(Findings findings) {
    List<Problem> problems = problems();
    problems.forEach(this::compare);
    findings.add(table.build());
    findings.add(
        new Plot(
            "networks",
            "Schedules refined from recorded runs",
            Axis.linear("part of the run"),
            Axis.linear("factor"),
            schedules));
    findings.add(
        finding(
            "linear-deep",
            linearHolds,
            problems.size(),
            "problems where linear beats flat by a standard error and is not behind cosine by one"));
    findings.add(refined(problems.size()));
    findings.add(shape(problems.size()));
  }

  private List<Problem> problems() {
    Method.Family adamw =
        new Method.Family(
            "adamw",
            rate ->
                (theta, seed) ->
                    new AdamW(theta, new AdamW.Config(rate, 0.9, 0.95, 1e-8, WEIGHT_DECAY)));
    Method.Family sgd =
        new Method.Family("sgd", rate -> (theta, seed) -> new Sgd(theta, Sgd.Config.of(rate)));
    List<Problem> problems = new ArrayList<>();
    for (int width : context.size(new int[] {16, 32}, new int[] {16})) {
      TrainingTask task =
          Tasks.shakespeare(new ModelSpec.Gpt(1, width, 2, CONTEXT), BATCH, context.size(100, 2));
      problems.add(
          new Problem(
              "GPT of width " + width, task, adamw, List.of(2e-3, 4e-3, 8e-3), Refinement.adam()));
    }
    problems.add(
        new Problem(
            "small conv net on digits",
            Images.digits(new ModelSpec.Cnn(4, 8, 16)),
            sgd,
            List.of(0.02, 0.04, 0.08),
            Refinement.sgd()));
    return problems;
  }

  private void compare(Problem problem) {
    Map<String, Result> results = new LinkedHashMap<>();
    results.put("flat", result(problem, "flat", ScheduleShape.flat().withWarmup(WARMUP)));
    results.put("cosine", result(problem, "cosine", ScheduleShape.cosine(0).withWarmup(WARMUP)));
    results.put("linear", result(problem, "linear", ScheduleShape.linear(0).withWarmup(WARMUP)));
    RefinedSchedule schedule = recorded(problem, results.get("linear").tuning.best());
    results.put("refined", result(problem, "refined", schedule));
    judge(results, schedule);
    results.forEach(
        (name, r) ->
            table.row(
                problem.name,
                name,
                String.format(Locale.ROOT, "%.2g", r.tuning.learningRate()),
                r.loss.show(4)));
    int[] at = IntStream.range(0, steps).filter(i -> i % Math.max(1, steps / 200) == 0).toArray();
    schedules.add(
        Series.of(
            problem.name,
            IntStream.of(at).mapToDouble(i -> (double) i / steps).toArray(),
            IntStream.of(at).mapToDouble(schedule::factor).toArray()));
  }

  private Plan plan(String name, ScheduleShape shape) {
    return new Plan("%s-%d".formatted(name, steps), steps, shape.over(steps));
  }

  private Result result(Problem problem, String name, ScheduleShape shape) {
    Plan plan = plan(name, shape);
    Tuning tuning = Tuning.of(context, problem.task, plan, problem.grid, List.of(problem.family));
    return new Result(
        tuning, Runs.of(context, problem.task, tuning.best(), plan, context.seeds(3)).loss());
  }

  /** The schedule refined from a run along linear decay, on the tuning seed. */
  private RefinedSchedule recorded(Problem problem, Method best) {
    Plan plan = plan("linear", ScheduleShape.linear(0).withWarmup(WARMUP));
    Method recording =
        new Method(
            best.name() + ".recorded",
            (theta, seed) ->
                new GradientNormRecorder(
                    best.factory().make(theta, seed), problem.refinement.norm()));
    double[] norms =
        context.piece(
            double[].class,
            String.join("/", problem.task.name(), plan.name(), recording.name()),
            () -> {
              TrainingTask.Session session = problem.task.session(recording, plan, 0);
              session.trainer().steps(steps, context.monitor());
              GradientNormRecorder recorder = (GradientNormRecorder) session.optimizer();
              return recorder.norms(problem.refinement.norm());
            });
    return problem.refinement.refine(norms);
  }

  private void judge(Map<String, Result> results, RefinedSchedule schedule) {
    Sample linear = results.get("linear").loss;
    Sample toFlat = linear.minus(results.get("flat").loss);
    Sample toCosine = linear.minus(results.get("cosine").loss);
    Sample toRefined = results.get("refined").loss.minus(linear);
    boolean holds =
        toFlat.mean() < -toFlat.standardError() && !(toCosine.mean() > toCosine.standardError());
    linearHolds += holds ? 1 : 0;
    refinedBetter += toRefined.mean() < -toRefined.standardError() ? 1 : 0;
    refinedWorse += toRefined.mean() > toRefined.standardError() ? 1 : 0;
    boolean shaped =
        schedule.factor(0) < LOW_START && schedule.factor(Math.round(0.75 * steps)) < FAST_END;
    shapeHolds += shaped ? 1 : 0;
  }

  private static Finding finding(String claim, int held, int all, String what) {
    Verdict verdict =
        held == all ? Verdict.REPRODUCED : held > 0 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put(what, (double) held);
    numbers.put("problems", (double) all);
    return new Finding(
        claim, verdict, numbers, "It holds on %d of %d problems.".formatted(held, all));
  }

  private Finding refined(int all) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("problems where refined is clearly lower than linear", (double) refinedBetter);
    numbers.put("clearly higher", (double) refinedWorse);
    numbers.put("problems", (double) all);
    String note =
        refinedBetter == 0
            ? refinedWorse == 0 ? "No gain: a tie." : "No gain."
            : "Lower on %d of %d.".formatted(refinedBetter, all);
    return new Finding("refined-deep", Verdict.of(refinedBetter >= 2), numbers, note);
  }

  private Finding shape(int all) {
    return finding(
        "warm-up-and-annealing",
        shapeHolds,
        all,
        "problems where the array starts below 0.5 and is below 0.25 at 3/4");
  }
}
