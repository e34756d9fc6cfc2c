package org.gradus.lab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradus.catalogue.Catalogue;
import org.gradus.catalogue.Entry;
import org.gradus.core.Monitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
  private record Value(double value) {}

  /** Three pieces; counts those really computed. */
  private static class Counting implements Recipe {
    final AtomicInteger computed = new AtomicInteger();

    @Override
    public String id() {
      return "sophia";
    }

    @Override
    public String description() {
      return "counts";
    }

    @Override
    public List<Claim> claims() {
      return List.of(Claim.of(entry(), "half-the-steps", "holds if the sum is 6"));
    }

    @Override
    public double minutes() {
      return 0;
    }

    @Override
    public Findings run(Context context) {
      List<Piece<Value>> pieces = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        int value = i;
        pieces.add(
            new Piece<>(
                "piece/" + i,
                () -> {
                  computed.incrementAndGet();
                  return new Value(value);
                }));
      }
      double sum = context.pieces(Value.class, pieces).stream().mapToDouble(Value::value).sum();
      return new Findings()
          .add(
              new Finding(
                  "half-the-steps", Verdict.of(sum == 6), Map.of("sum", sum, "none", 0 / 0.0), "n"))
          .add(Table.titled("t", "a").row("1").build());
    }
  }

  @TempDir Path folder;

  private Reproduction.Settings settings(int threads, boolean resume, Monitor monitor) {
    return new Reproduction.Settings(
        folder, true, threads, resume, "./gradus reproduce sophia", monitor, Progress.SILENT);
  }

  @Test
  void writesClaimsWithRuleVerdictAndNumbers() throws Exception {
    ReproductionResult result =
        Reproduction.run(new Counting(), settings(1, false, Monitor.SILENT));

    JsonNode json =
        new ObjectMapper().readTree(folder.resolve("reproduce-sophia-smoke/result.json").toFile());
    JsonNode claim = json.get("claims").get(0);
    assertThat(claim.get("id").asText()).isEqualTo("half-the-steps");
    assertThat(claim.get("rule").asText()).isEqualTo("holds if the sum is 6");
    assertThat(claim.get("verdict").asText()).isEqualTo("reproduced");
    assertThat(claim.get("numbers").get("sum").asDouble()).isEqualTo(6);
    assertThat(claim.get("numbers").get("none").isNull()).isTrue();
    assertThat(json.get("smoke").asBoolean()).isTrue();
    assertThat(ReproductionResult.read(folder.resolve("reproduce-sophia-smoke/result.json")))
        .extracting(ReproductionResult::paper, r -> r.claims().get(0).verdict())
        .containsExactly(result.paper(), Verdict.REPRODUCED);
    assertThat(folder.resolve("reproduce-sophia-smoke/report.html"))
        .content()
        .contains("Smoke size")
        .contains("half-the-steps");
  }

  @Test
  void finishedPiecesAreNotComputedAgain() throws Exception {
    Counting recipe = new Counting();
    Reproduction.run(recipe, settings(2, false, Monitor.SILENT));
    Files.delete(folder.resolve("reproduce-sophia-smoke/pieces/piece+2.json"));

    ReproductionResult resumed = Reproduction.run(recipe, settings(2, true, Monitor.SILENT));
    assertThat(recipe.computed).hasValue(4);
    assertThat(resumed.claims().get(0).numbers()).containsEntry("sum", 6.0);

    Reproduction.run(recipe, settings(1, false, Monitor.SILENT));
    assertThat(recipe.computed).hasValue(7);
  }

  @Test
  void cancellationKeepsFinishedPiecesAndDropsTheRunningOne() throws Exception {
    Counting recipe = new Counting();
    Monitor afterTwo =
        new Monitor() {
          @Override
          public boolean cancelled() {
            return recipe.computed.get() >= 2;
          }
        };
    assertThatThrownBy(() -> Reproduction.run(recipe, settings(1, false, afterTwo)))
        .isInstanceOf(CancellationException.class);
    assertThat(folder.resolve("reproduce-sophia-smoke/pieces"))
        .isDirectoryContaining("glob:**piece+1.json")
        .isDirectoryNotContaining("glob:**piece+2.json");
    assertThat(folder.resolve("reproduce-sophia-smoke/result.json")).doesNotExist();
  }

  @Test
  void allSkipsWhatIsFinishedAndFillsTheLedger() throws Exception {
    Counting recipe = new Counting();
    Path ledger = folder.resolve("evidence");
    Reproduction.all(List.of(recipe), settings(1, true, Monitor.SILENT), ledger);
    Reproduction.all(List.of(recipe), settings(1, true, Monitor.SILENT), ledger);
    assertThat(recipe.computed).hasValue(3);
    assertThat(ledger.resolve("README.md"))
        .content()
        .contains("| [22 sophia](sophia.md) |")
        .contains("reproduced (smoke size)");
    assertThat(ledger.resolve("sophia.md")).content().contains("holds if the sum is 6");
  }

  @Test
  void aFindingWithoutAClaimIsRefused() {
    Claim claim = Claim.of(Catalogue.find("sophia").orElseThrow(), "estimators", "rule");
    assertThatThrownBy(
            () ->
                ReproductionResult.join(
                    List.of(claim), List.of(Finding.notRun("half-the-steps", "why"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[estimators]")
        .hasMessageContaining("[half-the-steps]");
  }

  @Test
  void everyRecipeOfTheCatalogueExistsAndTestsExactlyItsClaims() {
    for (Entry entry : Catalogue.entries()) {
      if (entry.recipe() != null) {
        Recipe recipe = Recipes.find(entry.recipe()).orElseThrow();
        assertThat(recipe.claims())
            .as(entry.id())
            .extracting(Claim::id)
            .containsExactlyInAnyOrderElementsOf(
                entry.claims().stream().map(Entry.Claim::id).toList());
      }
    }
    assertThat(Recipes.family("training")).extracting(Recipe::id).contains("sophia", "adahessian");
  }
}
