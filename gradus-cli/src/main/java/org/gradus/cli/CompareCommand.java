package org.gradus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.gradus.core.Check;
import org.gradus.lab.compare.CompareEngine;
import org.gradus.lab.compare.ComparePlan;
import org.gradus.lab.compare.RunFolder;
import org.gradus.lab.compare.TaskWorkload;
import org.gradus.lab.report.ReportFiles;
import org.gradus.lab.report.TerminalReport;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.ResultJson;
import org.gradus.lab.result.Status;
import org.gradus.lab.solve.compare.SolverRun;
import org.gradus.lab.solve.compare.SolverTask;
import org.gradus.lab.task.Task;
import org.gradus.lab.task.TaskData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code gradus compare}: trains one model with several methods and says which helps. */
@Command(
    name = "compare",
    description = {
      "Train the same model with several methods under one fair protocol and tell which helps, by",
      "how much, how surely and at what cost. Leaves an interactive report in the run folder.",
      "Ctrl-C keeps what is done; --resume goes on from there.",
      "A class of problems in place of a task ('gradus tasks' lists both) compares its solvers."
    },
    footer = {
      "",
      "Examples:",
      "  gradus compare digits",
      "  gradus compare cifar10 --methods sgd,sam,adamw --trials 4 --seeds 3 --epochs 5",
      "  gradus compare --data customers.csv --target churned",
      "  gradus compare transport",
      "  gradus compare --text novel.txt --model gpt:2x64 --methods 'adamw,sam(adamw),sophia-g'",
      "  gradus compare digits --methods 'adamw,adamw+linear,sam(adamw)+wsd'",
      "  gradus compare digits --set sam.rho=0.1 --set adamw.weightDecay=0",
      "  gradus compare --resume runs/20261124-101500-digits"
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  private static final List<String> DEFAULT_METHODS =
      List.of("sgd", "adamw", "sam", "asam", "sophia-g", "sophia-h", "adahessian");

  /** Trainings longer than this get fewer trials and seeds by default. */
  private static final double LONG_SECONDS = 5;

  /** What may be said anew of a run that is continued. */
  private static final Set<String> WITH_RESUME =
      Set.of("--resume", "--json", "--threads", "--verbose");

  /** What may be said where solvers are compared. */
  private static final Set<String> WITH_SOLVERS =
      Set.of("--repeats", "--limit", "--runs", "--json", "--threads", "--verbose");

  @Spec private CommandSpec spec;
  @Mixin private Output output;
  @Mixin private RunOptions run;
  @Mixin private TaskOptions task;
  @Mixin private TrainingOptions training;

  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "METHOD",
      description = {
        "The methods, the first being the baseline; wrappers compose as 'sam(adamw)', parts as",
        "'adamw+linear' ('gradus list' shows all)",
        "(default: sgd,adamw,sam,asam,sophia-g,sophia-h,adahessian)."
      })
  private List<String> methods = DEFAULT_METHODS;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Tuning trials a method (default: 8; 4 where a training takes long).")
  private Integer trials;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Paired final runs a method (default: 5; 3 where a training takes long).")
  private Integer seeds;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Continue the comparison of this run folder.")
  private Path resume;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the result document to a file ('-': standard output).")
  private Path json;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Solvers only: measured runs of each (default: 3).")
  private Integer repeats;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      description = "Solvers only: longest a run may take (default: 20).")
  private Double limit;

  @Override
  public Integer call() throws IOException {
    Output.requireFolderOf(json);
    if (resume != null) {
      return goOn();
    }
    return task.solverTask().isPresent() ? beginSolvers(task.solverTask().get()) : begin();
  }

  /** Solvers against each other: what a training needs makes no sense then, and the reverse. */
  private int beginSolvers(SolverTask solvers) throws IOException {
    asked(WITH_SOLVERS)
        .filter(name -> name.startsWith("-"))
        .findFirst()
        .ifPresent(
            name -> {
              throw new UsageException(
                  "%s is for trainings, and '%s' compares solvers: leave it out"
                      .formatted(name, solvers.id()));
            });
    SolverRun.Plan plan =
        new SolverRun.Plan(
            solvers.id(),
            UsageException.parse(
                () -> Check.atLeast("--repeats", repeats == null ? 3 : repeats, 1)),
            UsageException.parse(() -> Check.positive("--limit", limit == null ? 20 : limit)),
            run.threads(),
            run.commandLine());
    Output.requireWritable(run.runs);
    return new SolverComparisonRun(output).finish(SolverRun.begin(run.runs, plan), json);
  }

  private int begin() throws IOException {
    if (repeats != null || limit != null) {
      throw new UsageException(
          "--repeats and --limit are for comparing solvers; trainings take --seeds and --epochs");
    }
    Map<String, String> options = task.toMap();
    // Opened as --resume will open it, so that both tell the same of the data.
    try (TaskData data = TaskOptions.of(options).open()) {
      TaskWorkload workload = new TaskWorkload(data);
      ComparePlan plan = UsageException.parse(() -> plan(data.task(), options));
      data.source().notes().forEach(note -> output.err().println("note: " + note));
      try (RunFolder folder = RunFolder.create(run.runs, plan, workload)) {
        return finish(folder, workload, plan.threads());
      }
    }
  }

  private int goOn() throws IOException {
    refuseAnotherPlan();
    if (!Files.isDirectory(resume)) {
      throw new UsageException("there is no run folder " + resume);
    }
    if (SolverRun.isOne(resume)) {
      return new SolverComparisonRun(output).finish(SolverRun.open(resume), json);
    }
    try (RunFolder folder = RunFolder.open(resume);
        TaskData data = TaskOptions.of(folder.header().plan().options()).open()) {
      int threads = run.threadsGiven() ? run.threads() : folder.header().plan().threads();
      return finish(folder, new TaskWorkload(data), threads);
    }
  }

  /** What was begun can be neither changed nor silently differ from what is asked for now. */
  private void refuseAnotherPlan() {
    asked(WITH_RESUME)
        .findFirst()
        .ifPresent(
            name -> {
              throw new UsageException(
                  "--resume continues what its run was begun with: leave out " + name);
            });
  }

  /** What was said on the command line besides these options. */
  private Stream<String> asked(Set<String> besides) {
    ParseResult asked = spec.commandLine().getParseResult();
    Stream<String> options =
        asked.matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !besides.contains(name));
    Stream<String> tasks = asked.matchedPositionals().stream().map(PositionalParamSpec::paramLabel);
    return Stream.concat(options, tasks);
  }

  private ComparePlan plan(Task given, Map<String, String> options) {
    boolean isLong = given.seconds() > LONG_SECONDS;
    return new ComparePlan(
        name(given),
        options,
        methods,
        trials == null ? (isLong ? 4 : 8) : trials,
        seeds == null ? (isLong ? 3 : 5) : seeds,
        training.epochs(given),
        training.batchSize(given),
        training.decay(given),
        training.settings,
        training.seed,
        run.threads(given.model()),
        run.commandLine());
  }

  /** The task's id, or the data's file name, as part of a folder's name. */
  private static String name(Task given) {
    String plain = given.id().replaceAll("\\.[^.]*$", "");
    String safe = plain.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
    return safe.isEmpty() ? "data" : safe.toLowerCase(Locale.ROOT);
  }

  private int finish(RunFolder folder, TaskWorkload workload, int threads) throws IOException {
    Path path = folder.path();
    output.err().println("run folder: " + path);
    Comparison result;
    try (CompareProgress progress = new CompareProgress(output.err())) {
      result = CompareEngine.run(folder, workload, threads, progress);
    }
    boolean toStandardOutput = json != null && json.toString().equals("-");
    (toStandardOutput ? output.err() : output.out()).println(TerminalReport.render(result));
    (toStandardOutput ? output.err() : output.out())
        .println("report: " + path.resolve(ReportFiles.HTML));
    if (json != null) {
      output.jsonText(ResultJson.toJson(result).stripTrailing(), json);
    }
    if (result.status() == Status.INTERRUPTED) {
      output.err().println("interrupted; go on with: gradus compare --resume " + path);
      return Exit.INTERRUPTED;
    }
    return Exit.OK;
  }
}
