package org.gradus.lab.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.State;
import org.gradus.core.Trace;
import org.gradus.lab.provenance.Environment;
import org.gradus.lab.result.CurvePoint;
import org.gradus.lab.result.ResultJson;

/** Trains jobs, epoch by epoch, with a checkpoint now and then. */
final class JobRunner {
  /** Checkpoints are synced to disk: more often would be felt in runs of short epochs. */
  private static final long CHECKPOINT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final ObjectMapper MAPPER = ResultJson.mapper();

  private final ComparePlan plan;
  private final Workload workload;
  private final RunFolder folder;
  private final ProgressTracker progress;
  private final long checkpointNanos;

  JobRunner(ComparePlan plan, Workload workload, RunFolder folder, ProgressTracker progress) {
    this(plan, workload, folder, progress, CHECKPOINT_NANOS);
  }

  JobRunner(
      ComparePlan plan,
      Workload workload,
      RunFolder folder,
      ProgressTracker progress,
      long checkpointNanos) {
    this.plan = plan;
    this.workload = workload;
    this.folder = folder;
    this.progress = progress;
    this.checkpointNanos = checkpointNanos;
  }

  /**
   * Trains a job to its end, from its checkpoint if there is one, and keeps its record.
   *
   * @return the record; empty if the monitor stopped it
   */
  Optional<JobRecord> run(Job job, SearchSpace space) {
    Training training;
    try {
      training = training(job, space);
    } catch (NonFiniteException e) {
      return Optional.of(finish(job, divergedBeforehand(job)));
    }
    List<CurvePoint> curve = new ArrayList<>();
    folder
        .checkpoint()
        .filter(state -> state.text("job").equals(job.key()))
        .ifPresent(state -> load(state, training, curve));
    progress.begin(job, training.trainer().step());
    Long divergedAtStep = null;
    try {
      if (!train(job, training, curve)) {
        return Optional.empty();
      }
    } catch (NonFiniteException e) {
      divergedAtStep = training.trainer().step() + 1;
    }
    if (job.kind() == Job.Kind.RUN && divergedAtStep == null) {
      folder.gradientNorms(job, training.gradientNorms());
    }
    return Optional.of(finish(job, record(job, training, curve, divergedAtStep)));
  }

  private Training training(Job job, SearchSpace space) {
    Trainings trainings =
        new Trainings(plan, workload, space, job.hyperParameters(), cancellation());
    return job.kind() == Job.Kind.RUN ? trainings.recorded(job.seed()) : trainings.of(job.seed());
  }

  private Monitor cancellation() {
    return new Monitor() {
      @Override
      public boolean cancelled() {
        return progress.cancelled();
      }
    };
  }

  private JobRecord finish(Job job, JobRecord record) {
    folder.finish(job, record);
    return record;
  }

  /** A job whose selection trained beforehand and diverged there made no step of its own. */
  private JobRecord divergedBeforehand(Job job) {
    return new JobRecord(
        job.seed(),
        job.hyperParameters(),
        Double.NaN,
        1L,
        0,
        0,
        List.of(),
        plan.threads(),
        Environment.version());
  }

  /** Whether all epochs were done. */
  private boolean train(Job job, Training training, List<CurvePoint> curve) {
    long lastCheckpoint = System.nanoTime();
    while (curve.size() < plan.epochs()) {
      EpochLoss loss = new EpochLoss();
      training.trainer().train(1, loss);
      if (loss.steps < training.trainer().stepsPerEpoch()) {
        return false;
      }
      curve.add(point(curve.size() + 1, training, loss));
      if (curve.size() < plan.epochs() && System.nanoTime() - lastCheckpoint >= checkpointNanos) {
        folder.checkpoint(save(job, training, curve));
        lastCheckpoint = System.nanoTime();
      }
    }
    return true;
  }

  private CurvePoint point(int epoch, Training training, EpochLoss loss) {
    Workload.Score score = workload.validate(training.network());
    return new CurvePoint(
        epoch,
        training.trainer().step(),
        training.seconds(),
        loss.mean(),
        score.loss(),
        score.metric(),
        training.learningRate(),
        Map.of("gradientNorm", loss.meanNorm()));
  }

  private JobRecord record(
      Job job, Training training, List<CurvePoint> curve, Long divergedAtStep) {
    boolean judged = job.kind() == Job.Kind.RUN && divergedAtStep == null;
    return new JobRecord(
        job.seed(),
        job.hyperParameters(),
        judged ? workload.test(training.network()) : Double.NaN,
        divergedAtStep,
        training.seconds(),
        (double) training.trainer().step() / training.trainer().stepsPerEpoch(),
        curve,
        plan.threads(),
        Environment.version());
  }

  private static State save(Job job, Training training, List<CurvePoint> curve) {
    State state = new State();
    state.put("job", job.key());
    try {
      state.put("curve", MAPPER.writeValueAsString(curve));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a curve does not serialise", e);
    }
    training.trainer().save(state.child("trainer"));
    state.put("seconds", training.secondsOfSteps());
    return state;
  }

  private static void load(State state, Training training, List<CurvePoint> curve) {
    training.trainer().load(state.child("trainer"));
    try {
      curve.addAll(MAPPER.readValue(state.text("curve"), new TypeReference<List<CurvePoint>>() {}));
    } catch (JsonProcessingException e) {
      throw new RunFolderException("the checkpoint is damaged: delete it and resume", e);
    }
    training.secondsBefore(state.number("seconds"));
  }

  /** Sums an epoch's losses and passes its steps on. */
  private final class EpochLoss implements Monitor {
    private long steps;
    private double loss;
    private double norm;

    @Override
    public void report(Trace.Point point) {
      steps++;
      loss += point.objective();
      norm += point.gradientNorm();
      progress.step();
    }

    @Override
    public boolean cancelled() {
      return progress.cancelled();
    }

    double mean() {
      return loss / steps;
    }

    double meanNorm() {
      return norm / steps;
    }
  }
}
