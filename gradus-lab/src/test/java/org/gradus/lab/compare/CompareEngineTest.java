package org.gradus.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradus.lab.compare.ComparePlan.Decay;
import org.gradus.lab.method.Methods;
import org.gradus.lab.report.ReportFiles;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.FinalRun;
import org.gradus.lab.result.MethodResult;
import org.gradus.lab.result.ResultJson;
import org.gradus.lab.result.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareEngineTest {
  private static final List<String> METHODS =
      List.of("sgd", "sam(adamw)", "sophia-g", "adahessian");

  @TempDir private Path runs;

  private static ComparePlan plan(List<String> methods, List<String> settings) {
    return new ComparePlan(
        "blobs", Map.of(), methods, 3, 2, 2, 20, Decay.COSINE, settings, 5, 1, "gradus compare");
  }

  private Comparison complete(ComparePlan plan, Workload workload) {
    try (RunFolder folder = RunFolder.create(runs, plan, workload)) {
      return CompareEngine.run(folder, workload, CompareMonitor.SILENT);
    }
  }

  @Test
  void everyMethodHasTheSameBudgetAndAllFilesAreWritten() throws IOException {
    Blobs blobs = new Blobs();
    Comparison result = complete(plan(METHODS, List.of()), blobs);
    assertThat(result.status()).isEqualTo(Status.COMPLETE);
    assertThat(result.methods()).extracting(MethodResult::id).isEqualTo(METHODS);
    for (MethodResult method : result.methods()) {
      assertThat(method.trials()).hasSize(3);
      assertThat(method.runs()).extracting(FinalRun::seed).containsExactly(5L, 6L);
      assertThat(method.runs()).allSatisfy(run -> assertThat(run.curve()).hasSize(2));
      assertThat(method.trials().get(0).hyperParameters())
          .containsEntry(
              "learningRate", Methods.parse(method.id()).defaults().number("learningRate"));
      assertThat(method.hyperParameters())
          .isIn(method.trials().stream().map(t -> t.hyperParameters()).toList());
      assertThat(method.cost().millisecondsPerStep()).isPositive();
      assertThat(method.summary().test().n()).isEqualTo(2);
    }
    assertThat(blobs.tests).as("test data are seen once a final run").isEqualTo(8);
    assertThat(result.method("sophia-g").orElseThrow().summary().difference().pairs()).isEqualTo(2);
    assertThat(result.protocol().target()).isNotNull();
    try (Stream<Path> files = Files.list(runs.resolve(result.id()))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "plan.json",
              "jobs",
              "gradient-norms",
              "costs.json",
              "lock",
              ReportFiles.RESULT,
              ReportFiles.HTML,
              ReportFiles.MARKDOWN,
              ReportFiles.CURVES);
    }
  }

  @Test
  void runsOfOneSeedShareWeightsAndBatches() {
    Blobs blobs = new Blobs();
    ComparePlan plan =
        new ComparePlan(
            "blobs",
            Map.of(),
            List.of("sgd", "adamw"),
            0,
            2,
            2,
            20,
            Decay.NONE,
            List.of(),
            5,
            1,
            "gradus compare");
    complete(plan, blobs);
    List<double[]> weights = blobs.initialWeights;
    assertThat(weights.get(0)).containsExactly(weights.get(1));
    assertThat(weights.get(2)).containsExactly(weights.get(3));
    assertThat(weights.get(0)).isNotEqualTo(weights.get(2));
    for (int step = 0; step < 6; step++) {
      assertThat(blobs.batches.get(step)).containsExactly(blobs.batches.get(6 + step));
    }
    assertThat(blobs.batches.get(0)).isNotEqualTo(blobs.batches.get(12));
  }

  @Test
  void whatWasStoppedAnywhereEndsWithTheSameNumbers() throws IOException {
    ComparePlan plan = plan(METHODS, List.of());
    String expected = numbers(complete(plan, new Blobs()));
    for (int stopAfter : new int[] {0, 7, 70}) {
      Blobs blobs = new Blobs();
      RunFolder folder = RunFolder.create(runs, plan, blobs);
      Comparison partial;
      try (folder) {
        partial = CompareEngine.run(folder, blobs, new StopAfter(stopAfter));
      }
      assertThat(partial.status()).as("stopped after %d", stopAfter).isEqualTo(Status.INTERRUPTED);
      assertThat(Files.readString(folder.path().resolve(ReportFiles.RESULT)))
          .contains("interrupted");
      try (RunFolder again = RunFolder.open(folder.path())) {
        Comparison resumed = CompareEngine.run(again, new Blobs(), CompareMonitor.SILENT);
        assertThat(numbers(resumed)).as("stopped after %d", stopAfter).isEqualTo(expected);
      }
    }
  }

  @Test
  void aMethodFollowsItsOwnScheduleAndTheOthersTheSharedOne() {
    Comparison result =
        complete(
            plan(
                List.of("sgd", "sgd+linear", "sgd+flat"),
                List.of("sgd+linear.endFactor=0.5", "sgd+linear.learningRate=0.1")),
            new Blobs());
    double first = 5.0 / 6;
    MethodResult linear = result.method("sgd+linear").orElseThrow();
    assertThat(linear.label()).isEqualTo("SGD + linear schedule");
    assertThat(linear.settings()).containsEntry("endFactor", "0.5").containsEntry("warmup", "0.0");
    assertThat(linear.runs().get(0).curve().get(1).learningRate())
        .isCloseTo(0.1 * (1 - 0.5 * first), within(1e-15));
    MethodResult flat = result.method("sgd+flat").orElseThrow();
    assertThat(flat.runs().get(0).curve().get(1).learningRate())
        .isEqualTo(flat.hyperParameters().get("learningRate"));
    assertThat(result.protocol().tuningRule()).contains("a schedule of its own");
  }

  @Test
  void aSelectionTrainsBeforehandAndThenMakesEquallyManySteps() {
    Blobs blobs = new Blobs();
    ComparePlan plan = plan(List.of("sgd", "sgd+linear+useful"), List.of());
    Comparison result = complete(plan, blobs);
    MethodResult useful = result.methods().get(1);
    assertThat(useful.id()).isEqualTo("sgd+linear+useful");
    assertThat(useful.runs()).allSatisfy(run -> assertThat(run.curve().get(1).step()).isEqualTo(6));
    assertThat(useful.settings()).containsEntry("copies", "2");
    assertThat(useful.trials().get(1).hyperParameters()).containsKey("separatingShare");
    assertThat(blobs.batches)
        .as("passes over all examples, to choose among them")
        .anyMatch(batch -> batch.length == 60);
    assertThat(numbersOf(complete(plan, new Blobs()))).isEqualTo(numbersOf(result));
  }

  private static List<Double> numbersOf(Comparison result) {
    return result.methods().stream()
        .flatMap(m -> m.runs().stream())
        .map(FinalRun::validationMetric)
        .toList();
  }

  @Test
  void aRunRecordsTheNormsOfItsGradientsAndKeepsThemWhenResumed() {
    ComparePlan plan = plan(List.of("sgd"), List.of("sgd.learningRate=0.1"));
    Comparison result = complete(plan, new Blobs());
    GradientNorms norms = norms(result.id());
    assertThat(norms.l2()).hasSize(6);
    assertThat(norms.l1()[0]).isGreaterThan(norms.l2()[0]);
    double mean = result.methods().get(0).runs().get(0).curve().get(0).values().get("gradientNorm");
    assertThat((norms.l2()[0] + norms.l2()[1] + norms.l2()[2]) / 3).isCloseTo(mean, within(1e-6));
    RunFolder folder = RunFolder.create(runs, plan, new Blobs());
    try (folder) {
      CompareEngine.run(folder, new Blobs(), new StopAfter(10));
    }
    try (RunFolder again = RunFolder.open(folder.path())) {
      CompareEngine.run(again, new Blobs(), CompareMonitor.SILENT);
      assertThat(again.gradientNorms(0, 0).orElseThrow().l1()).containsExactly(norms.l1());
      assertThat(again.gradientNorms(0, 2)).isEmpty();
    }
  }

  private GradientNorms norms(String id) {
    try (RunFolder folder = RunFolder.open(runs.resolve(id))) {
      return folder.gradientNorms(0, 0).orElseThrow();
    }
  }

  @Test
  void aScheduleFileThatHasChangedIsNoticed() throws IOException {
    Path schedule = Files.writeString(runs.resolve("half.csv"), "1\n0.5\n");
    ComparePlan plan = plan(List.of("sgd", "sgd+refined:" + schedule), List.of());
    Comparison result = complete(plan, new Blobs());
    assertThat(result.methods().get(1).id()).isEqualTo("sgd+refined:" + schedule);
    Files.writeString(schedule, "1\n0.25\n");
    try (RunFolder folder = RunFolder.open(runs.resolve(result.id()))) {
      assertThatThrownBy(() -> CompareEngine.run(folder, new Blobs(), CompareMonitor.SILENT))
          .hasMessageContaining("other contents of " + schedule);
    }
  }

  @Test
  void finishedJobsAreNotRunAgain() {
    Blobs first = new Blobs();
    Comparison result = complete(plan(List.of("sgd"), List.of()), first);
    Blobs second = new Blobs();
    try (RunFolder folder = RunFolder.open(runs.resolve(result.id()))) {
      Comparison again = CompareEngine.run(folder, second, CompareMonitor.SILENT);
      assertThat(again.methods()).isEqualTo(result.methods());
    }
    assertThat(second.batches).isEmpty();
  }

  @Test
  void divergedRunsAreShownAndTheOthersGoOn() {
    Comparison result =
        complete(plan(List.of("adamw", "sgd"), List.of("sgd.learningRate=3e38")), new Blobs());
    MethodResult sgd = result.method("sgd").orElseThrow();
    assertThat(result.status()).isEqualTo(Status.COMPLETE);
    assertThat(sgd.searchRanges()).isEmpty();
    assertThat(sgd.settings()).containsEntry("learningRate", "3.0E38");
    assertThat(sgd.trials()).hasSize(1).allMatch(t -> t.diverged());
    assertThat(sgd.runs()).allMatch(FinalRun::diverged);
    assertThat(sgd.runs().get(0).divergedAtStep()).isBetween(2L, 6L);
    assertThat(sgd.summary().diverged()).isEqualTo(2);
    assertThat(sgd.cost()).isNull();
    assertThat(result.notes())
        .contains("All trials of sgd diverged: its defaults, and what was set, were used.");
    assertThat(result.method("adamw").orElseThrow().runs()).noneMatch(FinalRun::diverged);
  }

  @Test
  void progressCountsEveryStepAndEndsAtTheTotal() {
    List<Progress> heard = new ArrayList<>();
    Blobs blobs = new Blobs();
    try (RunFolder folder =
        RunFolder.create(runs, plan(List.of("sgd", "adamw"), List.of()), blobs)) {
      CompareEngine.run(
          folder,
          blobs,
          new CompareMonitor() {
            @Override
            public void report(Progress progress) {
              heard.add(progress);
            }
          });
    }
    assertThat(heard).extracting(Progress::steps).isSorted();
    Progress last = heard.get(heard.size() - 1);
    assertThat(last.phase()).isEqualTo(Progress.Phase.COST);
    assertThat(last.steps()).isEqualTo(last.totalSteps()).isEqualTo(2 * (3 + 2) * 2 * 3);
    assertThat(last.best().validationMetric()).isBetween(0.5, 1.0);
    assertThat(heard.get(20).left()).isPositive();
  }

  @Test
  void otherThreadsAreNoted() {
    ComparePlan plan = plan(List.of("sgd"), List.of());
    Blobs blobs = new Blobs();
    RunFolder folder = RunFolder.create(runs, plan, blobs);
    try (folder) {
      CompareEngine.run(folder, blobs, new StopAfter(10));
    }
    try (RunFolder again = RunFolder.open(folder.path())) {
      assertThat(CompareEngine.run(again, blobs, 2, CompareMonitor.SILENT).notes())
          .anyMatch(note -> note.contains("different numbers of threads"));
    }
  }

  @Test
  void aFolderIsHeldByOneAndBelongsToItsData() {
    Blobs blobs = new Blobs();
    try (RunFolder folder = RunFolder.create(runs, plan(List.of("sgd"), List.of()), blobs)) {
      assertThatThrownBy(() -> RunFolder.open(folder.path()))
          .isInstanceOf(RunFolderException.class)
          .hasMessage(
              "run folder %s is in use by another process: wait for it, or stop it first"
                  .formatted(folder.path()));
      assertThatThrownBy(() -> CompareEngine.run(folder, new Blobs("1"), CompareMonitor.SILENT))
          .isInstanceOf(RunFolderException.class)
          .hasMessageContaining("was begun with other data");
    }
    assertThatThrownBy(() -> RunFolder.open(runs))
        .isInstanceOf(RunFolderException.class)
        .hasMessageContaining("is no run folder: it has no plan.json");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(runs.resolve("file"), "");
    assertThatThrownBy(() -> RunFolder.create(file, plan(List.of("sgd"), List.of()), new Blobs()))
        .isInstanceOf(RunFolderException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aDamagedRecordIsNamed() throws IOException {
    Comparison result = complete(plan(List.of("sgd"), List.of()), new Blobs());
    Path folder = runs.resolve(result.id());
    Files.writeString(folder.resolve("jobs/run-0-0.json"), "{");
    try (RunFolder again = RunFolder.open(folder)) {
      assertThatThrownBy(() -> CompareEngine.run(again, new Blobs(), CompareMonitor.SILENT))
          .isInstanceOf(RunFolderException.class)
          .hasMessageContaining("run-0-0.json is damaged");
    }
  }

  /** The result without times, costs and what names the folder. */
  private static String numbers(Comparison comparison) throws IOException {
    JsonNode root = ResultJson.mapper().readTree(ResultJson.toJson(comparison));
    strip(root);
    return root.toPrettyString();
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(
          List.of(
              "id", "seconds", "secondsToTarget", "cost", "relativeCost", "started", "finished"));
    }
    node.forEach(CompareEngineTest::strip);
  }

  /** Stops after so many reports. */
  private static final class StopAfter implements CompareMonitor {
    private final int limit;
    private int reports;

    StopAfter(int limit) {
      this.limit = limit;
    }

    @Override
    public void report(Progress progress) {
      reports++;
    }

    @Override
    public boolean cancelled() {
      return reports >= limit;
    }
  }
}
