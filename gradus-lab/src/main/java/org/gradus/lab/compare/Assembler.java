package org.gradus.lab.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gradus.lab.compare.ComparePlan.Decay;
import org.gradus.lab.method.Method;
import org.gradus.lab.method.SchedulePart;
import org.gradus.lab.provenance.Environment;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.CurvePoint;
import org.gradus.lab.result.FinalRun;
import org.gradus.lab.result.MethodResult;
import org.gradus.lab.result.Metric;
import org.gradus.lab.result.Protocol;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.result.SearchRange;
import org.gradus.lab.result.Status;
import org.gradus.lab.result.Trial;

/** Makes the result of what the jobs left. */
final class Assembler {
  private final RunFolder.Header header;
  private final ComparePlan plan;
  private final Workload workload;
  private final List<MethodRecords> records;

  Assembler(
      RunFolder.Header header, ComparePlan plan, Workload workload, List<MethodRecords> records) {
    this.header = header;
    this.plan = plan;
    this.workload = workload;
    this.records = records;
  }

  Comparison assemble(String id, Costs costs, Status status) {
    Double target = target();
    return new Comparison(
            id,
            workload.task(),
            workload.metric(),
            plan.methods().get(0),
            protocol(target),
            provenance(),
            workload.model(),
            records.stream().map(r -> method(r, target, costs)).toList(),
            status)
        .withNotes(notes());
  }

  /** The baseline's median final validation metric; {@code null} if it has no finished run. */
  private Double target() {
    List<Double> values =
        records.get(0).runs().stream()
            .map(JobRecord::validationMetric)
            .filter(Double::isFinite)
            .toList();
    return values.isEmpty() ? null : Statistic.median(values);
  }

  private MethodResult method(MethodRecords r, Double target, Costs costs) {
    SearchSpace space = r.space();
    List<Trial> trials = new ArrayList<>();
    for (JobRecord trial : r.trials()) {
      trials.add(
          new Trial(
              trials.size(),
              trial.hyperParameters(),
              trial.validationMetric(),
              trial.diverged(),
              trial.seconds()));
    }
    return new MethodResult(
        space.method().id(),
        space.method().title(),
        r.isTuned(plan.trials()) ? r.chosen(workload.metric()) : Map.of(),
        space.settings(),
        space.ranges(),
        trials,
        r.runs().stream().map(run -> run(run, target)).toList(),
        costs == null ? null : costs.byMethod().get(space.method().id()),
        null);
  }

  private FinalRun run(JobRecord run, Double target) {
    CurvePoint reached = target == null ? null : firstAtLeast(run.curve(), target);
    return new FinalRun(
        run.seed(),
        run.testMetric(),
        run.validationMetric(),
        run.trainLoss(),
        run.diverged(),
        run.divergedAtStep(),
        run.seconds(),
        run.epochs(),
        reached == null ? null : reached.epoch(),
        reached == null ? null : reached.seconds(),
        run.curve());
  }

  private CurvePoint firstAtLeast(List<CurvePoint> curve, double target) {
    Metric metric = workload.metric();
    return curve.stream()
        .filter(
            p -> p.validationMetric() == target || metric.isBetter(p.validationMetric(), target))
        .findFirst()
        .orElse(null);
  }

  private Protocol protocol(Double target) {
    return new Protocol(
        plan.trials(),
        plan.finalSeeds(),
        plan.epochs(),
        plan.batchSize(),
        workload.split(),
        tuningRule(),
        "for one seed every method starts from the same weights and sees the same batches in the"
            + " same order, with the same dropout; "
            + CostMeter.RULE,
        "the median over seeds of the validation metric with which the baseline, "
            + plan.methods().get(0)
            + ", ends; a run reaches it with the first epoch that is at least as good",
        target,
        "a run whose loss or a derivative is NaN or infinite is stopped, counted and shown; it"
            + " enters no mean. A diverged trial is the worst");
  }

  private String tuningRule() {
    String decay =
        plan.decay() == Decay.COSINE
            ? "the learning rate falls along half a cosine to 0, for all methods alike"
            : "the learning rate is constant";
    if (records.stream().anyMatch(r -> hasOwnSchedule(r.space().method()))) {
      decay += "; a method with a schedule of its own follows that instead";
    }
    return plan.trials() == 0
        ? "none: the declared defaults or what was set; " + decay
        : "each method has the same number of trials, on one seed of their own: first its declared"
            + " defaults, then a seeded Latin hypercube over its search ranges. Chosen is the best"
            + " validation metric after the last epoch, never of a better epoch before and never on"
            + " test data; equal ones are told apart by validation loss; "
            + decay;
  }

  private static boolean hasOwnSchedule(Method method) {
    return method.parts().stream().anyMatch(SchedulePart.class::isInstance);
  }

  private Provenance provenance() {
    return Environment.provenance(
        plan.command(),
        workload.dataSource(),
        workload.dataSha256(),
        plan.threads(),
        header.started());
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (MethodRecords r : records) {
      if (plan.trials() > 0 && r.isTuned(plan.trials())) {
        tuningNotes(r, notes);
      }
    }
    if (distinct(r -> Integer.toString(r.threads())) > 1) {
      notes.add(
          "Parts of this comparison ran with different numbers of threads: it may not repeat to the"
              + " last digit.");
    }
    if (distinct(JobRecord::gradusVersion) > 1) {
      notes.add("Parts of this comparison were made by different versions of Gradus.");
    }
    return notes;
  }

  private long distinct(Function<JobRecord, String> property) {
    return records.stream()
        .flatMap(r -> Stream.concat(r.trials().stream(), r.runs().stream()))
        .map(property)
        .distinct()
        .count();
  }

  private void tuningNotes(MethodRecords r, List<String> notes) {
    String id = r.space().method().id();
    if (r.trials().stream().allMatch(JobRecord::diverged)) {
      notes.add("All trials of " + id + " diverged: its defaults, and what was set, were used.");
      return;
    }
    for (SearchRange range : r.space().ranges()) {
      double value = r.chosen(workload.metric()).get(range.parameter());
      if (range.parameter().equals("learningRate") && SearchSpace.atEdge(range, value)) {
        notes.add(
            String.format(
                Locale.ROOT,
                "The best learning rate of %s, %.2g, lies at the edge of its range %s to %s: a"
                    + " better one may lie beyond.",
                id,
                value,
                range.low(),
                range.high()));
      }
    }
  }
}
