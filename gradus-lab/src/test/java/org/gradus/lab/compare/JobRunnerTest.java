package org.gradus.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradus.lab.compare.ComparePlan.Decay;
import org.gradus.lab.result.CurvePoint;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobRunnerTest {
  private static final int EPOCHS = 4;
  private static final int STEPS_PER_EPOCH = 3;

  @TempDir private Path runs;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd",
        "adamw",
        "sam(adamw)",
        "asam",
        "sophia-g",
        "sophia-h",
        "adahessian",
        "lion"
      })
  void aJobGoesOnFromItsCheckpointBitForBit(String method) {
    ComparePlan plan =
        new ComparePlan(
            "blobs",
            Map.of(),
            List.of(method),
            1,
            1,
            EPOCHS,
            20,
            Decay.COSINE,
            List.of(),
            0,
            1,
            "gradus compare");
    JobRecord whole = train(plan, new Blobs(), Integer.MAX_VALUE);
    Blobs blobs = new Blobs();
    try (RunFolder folder = RunFolder.create(runs, plan, blobs)) {
      assertThat(train(plan, folder, blobs, 2 * STEPS_PER_EPOCH + 1)).isNull();
      assertThat(folder.path().resolve("running.safetensors")).exists();
      int before = blobs.batches.size();
      JobRecord resumed = train(plan, folder, blobs, Integer.MAX_VALUE);
      assertThat(blobs.batches.size() - before).isEqualTo(2 * STEPS_PER_EPOCH);
      assertThat(resumed.testMetric()).isEqualTo(whole.testMetric());
      assertThat(resumed.curve())
          .usingRecursiveComparison()
          .ignoringFields("seconds")
          .isEqualTo(whole.curve());
      assertThat(resumed.curve()).extracting(CurvePoint::seconds).isSorted();
      assertThat(Files.exists(folder.path().resolve("running.safetensors"))).isFalse();
    }
  }

  private JobRecord train(ComparePlan plan, Blobs blobs, int stopAfter) {
    try (RunFolder folder = RunFolder.create(runs, plan, blobs)) {
      return train(plan, folder, blobs, stopAfter);
    }
  }

  /** Trains the first final run with a checkpoint at every epoch; null if it was stopped. */
  private static JobRecord train(ComparePlan plan, RunFolder folder, Blobs blobs, int stopAfter) {
    SearchSpace space = plan.spaces().get(0);
    int[] reports = {0};
    CompareMonitor monitor =
        new CompareMonitor() {
          @Override
          public void report(Progress progress) {
            reports[0]++;
          }

          @Override
          public boolean cancelled() {
            return reports[0] > stopAfter;
          }
        };
    ProgressTracker progress =
        new ProgressTracker(plan, monitor, blobs.metric(), EPOCHS * STEPS_PER_EPOCH, new int[] {1});
    Job job = new Job(Job.Kind.RUN, 0, 0, 0, space.defaults());
    return new JobRunner(plan, blobs, folder, progress, 0).run(job, space).orElse(null);
  }
}
