package org.gradus.lab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultJsonTest {

  private static final Comparison FULL = full();

  @Test
  void everyFieldSurvivesTheRoundTrip() {
    assertThat(ResultJson.fromJson(ResultJson.toJson(FULL))).isEqualTo(FULL);
    assertThat(ResultJson.fromJson(ResultJson.toCompactJson(FULL))).isEqualTo(FULL);
  }

  @Test
  void numbersThatAreNotFiniteAreNullAndComeBackAsNaN() {
    String json = ResultJson.toCompactJson(FULL);
    assertThat(json).contains("\"validationMetric\":null").doesNotContain("NaN");
    Trial trial = ResultJson.fromJson(json).methods().get(0).trials().get(1);
    assertThat(trial.validationMetric()).isNaN();
    assertThat(trial.diverged()).isTrue();
  }

  @Test
  void aMissingNumberIsNaNAndAMissingNullableIsNull() {
    String json =
        ResultJson.toCompactJson(FULL)
            .replace("\"testMetric\":0.9,", "")
            .replace("\"epochsToTarget\":1.5,", "");
    FinalRun run = ResultJson.fromJson(json).methods().get(0).runs().get(0);
    assertThat(run.testMetric()).isNaN();
    assertThat(run.epochsToTarget()).isNull();
  }

  @Test
  void namesAndTimesAreAsDocumented() {
    assertThat(ResultJson.toCompactJson(FULL))
        .startsWith("{\"schemaVersion\":1,\"id\":\"r1\",\"task\":{\"name\":\"digits\"")
        .contains("\"direction\":\"higher\"")
        .contains("\"scale\":\"log\"")
        .contains("\"status\":\"complete\"")
        .contains("\"started\":\"2026-01-02T03:04:05Z\"")
        .contains("\"hyperParameters\":{\"lr\":0.1,\"momentum\":0.9}")
        .doesNotContain("higherIsBetter", "\"counts\"", "baselineResult", "isFraction");
  }

  @Test
  void unknownPropertiesAreIgnoredAndNewerSchemasRefused() {
    String json = ResultJson.toCompactJson(FULL);
    assertThat(ResultJson.fromJson(json.replaceFirst("\\{", "{\"later\":1,"))).isEqualTo(FULL);
    assertThatThrownBy(
            () -> ResultJson.fromJson(json.replace("schemaVersion\":1", "schemaVersion\":2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schemaVersion must be 1 to 1, was 2");
  }

  @Test
  void whatIsNoResultIsRefusedByName(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("result.json"), "{\"schemaVersion\":1");
    assertThatThrownBy(() -> ResultJson.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("result.json: not a Gradus result");
    Files.writeString(file, ResultJson.toJson(FULL));
    assertThat(ResultJson.read(file)).isEqualTo(FULL);
  }

  @Test
  void inconsistentPartsAreRefused() {
    assertThatThrownBy(() -> FULL.withMethods(List.of()))
        .hasMessage("baseline must be one of [], was sgd");
    MethodResult method = FULL.methods().get(0);
    assertThatThrownBy(() -> FULL.withMethods(List.of(method, method)))
        .hasMessageContaining("distinct ids");
    assertThatThrownBy(() -> new SearchRange("lr", 0, 1, SearchRange.Scale.LOG))
        .hasMessage("logarithmic range of lr must be positive, was 0.0 to 1.0");
    assertThatThrownBy(() -> new FinalRun(1, 0.5, 0.5, 1, false, 3L, 1, 1, null, null, List.of()))
        .hasMessageContaining("divergedAtStep must be null");
    assertThatThrownBy(() -> new TaskInfo(" ", "classification", "x"))
        .hasMessage("task.name must be a non-blank text, was ' '");
  }

  private static Comparison full() {
    Map<String, Double> chosen = new LinkedHashMap<>();
    chosen.put("lr", 0.1);
    chosen.put("momentum", 0.9);
    MethodResult sgd =
        new MethodResult(
            "sgd",
            "SGD",
            chosen,
            Map.of("nesterov", "true"),
            List.of(new SearchRange("lr", 1e-4, 1, SearchRange.Scale.LOG)),
            List.of(
                new Trial(0, chosen, 0.91, false, 1.25),
                new Trial(1, Map.of("lr", 1.0), Double.NaN, true, 0.5)),
            List.of(
                new FinalRun(
                    7,
                    0.9,
                    0.91,
                    0.3,
                    false,
                    null,
                    2.5,
                    2,
                    1.5,
                    1.75,
                    List.of(
                        new CurvePoint(
                            1, 10, 1.25, 0.5, 0.6, 0.8, 0.1, Map.of("gradientNorm", 2.0)))),
                new FinalRun(
                    8, Double.NaN, Double.NaN, Double.NaN, true, 17L, 1, 1, null, null, List.of())),
            new Cost(1.5, 123_456_789L),
            new MethodSummary(
                2,
                1,
                new MethodSummary.Estimate(1, 0.9, null, null),
                new MethodSummary.PairedDifference(2, 0, 0.01, 0.005, 0.04, 0.08),
                new MethodSummary.TimeToTarget(1, 2, null),
                new MethodSummary.TimeToTarget(1, 2, 1.75),
                new MethodSummary.RelativeCost(1, "sgd")));
    return new Comparison(
        "r1",
        new TaskInfo("digits", "classification", "Handwritten digits of 8 by 8 pixels."),
        new Metric("accuracy", Metric.Direction.HIGHER, Metric.FRACTION),
        "sgd",
        new Protocol(
            2,
            List.of(7L, 8L),
            2,
            64,
            new Protocol.Split(100, 20, 30),
            "log-uniform",
            "same weights",
            "best of the baseline",
            0.95,
            "not finite"),
        new Provenance(
            "0.1.0",
            "abc",
            "./gradus compare digits",
            "embedded",
            "0".repeat(64),
            "17",
            "Linux",
            "cpu",
            2,
            "2.10.0",
            "host",
            Instant.parse("2026-01-02T03:04:05Z"),
            Instant.parse("2026-01-02T03:05:05Z")),
        new ModelInfo("mlp", 1000, 4),
        List.of(sgd),
        Status.COMPLETE);
  }
}
