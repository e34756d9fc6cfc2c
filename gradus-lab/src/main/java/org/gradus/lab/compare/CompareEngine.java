package org.gradus.lab.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gradus.core.Threads;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.Status;

/**
 * Runs a comparison from wherever its folder stands.
 *
 * <p>The order of work: trial by trial over all methods, then seed by seed over all methods, then
 * costs; so what is there when it is stopped is balanced and paired. Jobs whose records are in the
 * folder are not run again.
 */
public final class CompareEngine {
  private final RunFolder folder;
  private final ComparePlan plan;
  private final Workload workload;
  private final List<SearchSpace> spaces;
  private final List<List<Map<String, Double>>> points;
  private final List<MethodRecords> records = new ArrayList<>();
  private final ProgressTracker progress;
  private final JobRunner runner;

  private CompareEngine(RunFolder folder, Workload workload, int threads, CompareMonitor monitor) {
    this.folder = folder;
    this.workload = workload;
    plan = folder.header().plan().withThreads(threads);
    spaces = plan.spaces();
    points = spaces.stream().map(s -> s.points(plan.trials(), plan.baseSeed())).toList();
    spaces.forEach(s -> records.add(new MethodRecords(s, new ArrayList<>(), new ArrayList<>())));
    int[] jobs = points.stream().mapToInt(p -> p.size() + plan.seeds()).toArray();
    progress =
        new ProgressTracker(
            plan, monitor, workload.metric(), Trainings.totalSteps(plan, workload), jobs);
    runner = new JobRunner(plan, workload, folder, progress);
  }

  /**
   * Runs what is left of a comparison, with the plan's threads.
   *
   * @param folder a new folder, or that of a comparison to continue
   * @param workload what its plan's task stands for
   * @param monitor hears every step, and may stop the work
   * @return the result, which also lies in the folder with its reports; its status says whether the
   *     work was stopped
   * @throws RunFolderException if the folder belongs to other data or cannot be written
   */
  public static Comparison run(RunFolder folder, Workload workload, CompareMonitor monitor) {
    return run(folder, workload, folder.header().plan().threads(), monitor);
  }

  /** Runs what is left with another number of threads; the result then notes that. */
  public static Comparison run(
      RunFolder folder, Workload workload, int threads, CompareMonitor monitor) {
    requireSame(folder, workload);
    Threads.use(threads);
    return new CompareEngine(folder, workload, threads, monitor).run();
  }

  private static void requireSame(RunFolder folder, Workload workload) {
    RunFolder.Header header = folder.header();
    if (!Objects.equals(header.dataSha256(), workload.dataSha256())) {
      throw new RunFolderException(
          "run folder %s was begun with other data (SHA-256 %s, now %s): begin a new comparison"
              .formatted(folder.path(), header.dataSha256(), workload.dataSha256()),
          null);
    }
    if (!header.model().equals(workload.model())) {
      throw new RunFolderException(
          "run folder %s was begun with model %s, now it is %s: begin a new comparison"
              .formatted(folder.path(), header.model().name(), workload.model().name()),
          null);
    }
    if (!header.files().equals(RunFolder.hashes(header.plan()))) {
      throw new RunFolderException(
          "run folder %s was begun with other contents of %s: put them back or begin a new comparison"
              .formatted(folder.path(), String.join(", ", header.files().keySet())),
          null);
    }
  }

  private Comparison run() {
    boolean complete = tune() && runFinals();
    Costs costs = complete ? costs() : null;
    Status status = costs == null ? Status.INTERRUPTED : Status.COMPLETE;
    String id = folder.path().getFileName().toString();
    Assembler assembler = new Assembler(folder.header(), plan, workload, records);
    return folder.report(assembler.assemble(id, costs, status));
  }

  private boolean tune() {
    for (int trial = 0; trial < plan.trials(); trial++) {
      for (int m = 0; m < spaces.size(); m++) {
        if (trial < points.get(m).size()) {
          Map<String, Double> point = points.get(m).get(trial);
          Job job = new Job(Job.Kind.TRIAL, m, trial, plan.tuningSeed(), point);
          if (!done(job, records.get(m).trials())) {
            return false;
          }
        }
      }
      freeNativeMemory();
    }
    return true;
  }

  private boolean runFinals() {
    List<Long> seeds = plan.finalSeeds();
    for (int s = 0; s < seeds.size(); s++) {
      for (int m = 0; m < spaces.size(); m++) {
        Job job = new Job(Job.Kind.RUN, m, s, seeds.get(s), chosen(m));
        if (!done(job, records.get(m).runs())) {
          return false;
        }
      }
      freeNativeMemory();
    }
    return true;
  }

  /** Takes the job's record from the folder or trains it; whether it is there then. */
  private boolean done(Job job, List<JobRecord> into) {
    Optional<JobRecord> record = folder.record(job.kind(), job.methodIndex(), job.number());
    if (record.isEmpty() && !progress.cancelled()) {
      record = runner.run(job, spaces.get(job.methodIndex()));
    }
    record.ifPresent(
        r -> {
          into.add(r);
          progress.finished(job, r);
        });
    return record.isPresent();
  }

  private Map<String, Double> chosen(int method) {
    return records.get(method).chosen(workload.metric());
  }

  private Costs costs() {
    Costs costs = folder.costs().orElse(null);
    if (costs == null && !progress.cancelled()) {
      List<Map<String, Double>> chosen = new ArrayList<>();
      for (int m = 0; m < spaces.size(); m++) {
        chosen.add(chosen(m));
      }
      costs = new CostMeter(plan, workload, progress).measure(spaces, chosen);
      if (costs != null) {
        folder.costs(costs);
      }
    }
    return costs;
  }

  /** Tensors are freed with their Java objects, whose few bytes give the collector no reason to. */
  private static void freeNativeMemory() {
    System.gc();
  }
}
