package org.gradus.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradus.lab.compare.ComparePlan.Decay;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.task.TaskData;
import org.gradus.lab.task.Tasks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskWorkloadTest {
  @TempDir private Path runs;

  @Test
  void anEmbeddedTaskIsCompared() {
    try (TaskData data = TaskData.open(Tasks.byId("digits"), NamedData.standard())) {
      Workload workload = new TaskWorkload(data);
      ComparePlan plan =
          new ComparePlan(
              "digits",
              Map.of(),
              List.of("sgd", "adamw"),
              0,
              2,
              3,
              64,
              Decay.COSINE,
              List.of(),
              0,
              1,
              "gradus compare digits");
      try (RunFolder folder = RunFolder.create(runs, plan, workload)) {
        Comparison result = CompareEngine.run(folder, workload, CompareMonitor.SILENT);
        assertThat(result.model().parameters()).isEqualTo(64 * 128 + 128 + 128 * 10 + 10);
        assertThat(result.methods())
            .allSatisfy(m -> assertThat(m.summary().test().mean()).isBetween(0.8, 1.0));
        assertThat(result.provenance().dataSha256()).hasSize(64);
        assertThat(result.provenance().gradusVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
      }
    }
  }
}
