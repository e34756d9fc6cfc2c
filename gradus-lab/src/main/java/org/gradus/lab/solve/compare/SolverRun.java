package org.gradus.lab.solve.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.core.AtomicFiles;
import org.gradus.core.Monitor;
import org.gradus.core.Solution;
import org.gradus.lab.provenance.Environment;
import org.gradus.lab.provenance.RunFolders;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Progress;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.result.ResultJson;
import org.gradus.lab.solve.compare.SolverComparison.CaseResult;
import org.gradus.lab.solve.compare.SolverComparison.Row;

/** A comparison of solvers in its run folder: begun, interrupted, gone on with, reported. */
public final class SolverRun {
  /** The page for people. */
  public static final String REPORT = "report.html";

  private static final String PLAN = "solvers.json";
  private static final String RESULT = "result.json";

  private final Path folder;
  private final Plan plan;

  /**
   * What is run.
   *
   * @param task the id of a {@link SolverTask}
   * @param repeats measured runs a solver
   * @param limitSeconds longest a run may take
   * @param threads of an operation
   * @param command the command line, for provenance
   */
  public record Plan(String task, int repeats, double limitSeconds, int threads, String command) {}

  /** The document a program reads. */
  private record Document(Plan plan, List<CaseDocument> cases, Provenance provenance) {}

  private record CaseDocument(
      String name, String description, double reference, List<SolverDocument> solvers) {}

  private record SolverDocument(
      String solver,
      Solution.Status status,
      String message,
      long iterations,
      double seconds,
      double gap,
      Map<String, Double> certificate) {}

  private SolverRun(Path folder, Plan plan) {
    this.folder = folder;
    this.plan = plan;
  }

  /** Begins a run in a fresh folder. */
  public static SolverRun begin(Path runs, Plan plan) throws IOException {
    Path folder = RunFolders.fresh(runs, plan.task());
    AtomicFiles.write(folder.resolve(PLAN), ResultJson.mapper().writeValueAsString(plan));
    return new SolverRun(folder, plan);
  }

  /** Whether a run folder is one of these. */
  public static boolean isOne(Path folder) {
    return Files.exists(folder.resolve(PLAN));
  }

  /** Opens a run to go on with it. */
  public static SolverRun open(Path folder) throws IOException {
    String text = Files.readString(folder.resolve(PLAN));
    return new SolverRun(folder, ResultJson.mapper().readValue(text, Plan.class));
  }

  /** Where it lies. */
  public Path folder() {
    return folder;
  }

  /** What is run. */
  public Plan plan() {
    return plan;
  }

  /**
   * Runs what is not finished and writes {@code result.json} and {@code report.html}.
   *
   * @throws java.util.concurrent.CancellationException if the monitor stopped it
   */
  public List<CaseResult> run(Monitor monitor, Progress progress) throws IOException {
    Instant started = Instant.now();
    SolverTask task =
        SolverTasks.find(plan.task())
            .orElseThrow(() -> new IllegalStateException("no solver task " + plan.task()));
    List<Case> cases = task.cases();
    int attempts = cases.stream().mapToInt(c -> c.entrants().size()).sum() * (plan.repeats() + 1);
    Progress counted = (piece, done, known) -> progress.finished(piece, done, attempts);
    Context context = new Context(false, 1, folder.resolve("pieces"), monitor, counted);
    SolverComparison comparison =
        new SolverComparison(context, plan.repeats(), plan.limitSeconds());
    List<CaseResult> results = new ArrayList<>();
    for (Case problem : cases) {
      results.add(comparison.run(problem));
    }
    Provenance provenance =
        Environment.provenance(plan.command(), task.title(), null, plan.threads(), started);
    AtomicFiles.write(folder.resolve(RESULT), json(results, provenance) + "\n");
    ComparisonPage.of(task, results, provenance).write(folder.resolve(REPORT));
    return results;
  }

  /** The document {@link #run} wrote. */
  public String result() throws IOException {
    return Files.readString(folder.resolve(RESULT)).stripTrailing();
  }

  private String json(List<CaseResult> results, Provenance provenance) throws IOException {
    return ResultJson.mapper()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(
            new Document(plan, results.stream().map(SolverRun::document).toList(), provenance));
  }

  private static CaseDocument document(CaseResult result) {
    return new CaseDocument(
        result.problem().name(),
        result.problem().description(),
        result.reference(),
        result.rows().stream().map(SolverRun::document).toList());
  }

  private static SolverDocument document(Row row) {
    Attempt attempt = row.attempt();
    return new SolverDocument(
        row.name(),
        attempt.status(),
        attempt.message(),
        attempt.iterations(),
        attempt.seconds(),
        row.finalGap(),
        attempt.certificate());
  }
}
