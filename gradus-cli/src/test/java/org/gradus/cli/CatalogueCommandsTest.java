package org.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.gradus.catalogue.Catalogue;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.method.Methods;
import org.gradus.lab.task.Tasks;
import org.junit.jupiter.api.Test;

/** {@code list}, {@code show}, {@code tasks}, {@code doctor} and the help. */
class CatalogueCommandsTest {
  @Test
  void listHasExactlyTheFieldsScriptsRelyOn() {
    Cli list = Cli.run("list", "--json");

    assertThat(list.code()).isZero();
    assertThat(list.json()).hasSize(Catalogue.entries().size()).isNotEmpty();
    for (JsonNode entry : list.json()) {
      assertThat(names(entry))
          .containsExactly("id", "paper", "title", "arxiv", "kind", "classes", "recipe", "summary");
      assertThat(entry.get("paper").asText()).matches("\\d\\d");
      assertThat(entry.get("classes").isArray()).isTrue();
    }
  }

  @Test
  void listForPeopleNamesPapersAndMethods() {
    assertThat(Cli.run("list").out()).contains("2305.14342", "sophia-g", "adahessian", "asam");
  }

  @Test
  void showTellsSettingsDefaultsAndSearchRanges() {
    Cli show = Cli.run("show", "sam(adamw)");

    assertThat(show.code()).isZero();
    assertThat(show.out()).contains("--set sam(adamw).NAME=VALUE", "rho", "default", "searched");
  }

  @Test
  void showOfAMethodAsJsonListsEveryHyperparameter() {
    JsonNode sgd = Cli.run("show", "sgd", "--json").json();

    assertThat(sgd.get("id").asText()).isEqualTo("sgd");
    assertThat(sgd.get("hyperparameters").findValuesAsText("name"))
        .contains("learningRate", "momentum");
  }

  @Test
  void theFixedMethodNamesAreAllKnown() {
    assertThat(Methods.ids())
        .contains("sgd", "adam", "adamw", "sam", "asam", "sophia-g", "sophia-h", "adahessian");
  }

  @Test
  void tasksSayWhatTheyCostAndWhetherTheirDataAreHere() {
    JsonNode tasks = Cli.run("tasks", "--json").json();

    assertThat(tasks).hasSize(Tasks.all().size());
    assertThat(tasks.findValuesAsText("id"))
        .contains("digits", "mnist", "cifar10", "shakespeare", "breast-cancer", "a9a");
    JsonNode digits = tasks.get(0);
    assertThat(names(digits)).contains("size", "model", "metric", "minutes", "present");
    assertThat(digits.get("present").asBoolean()).isTrue();
    assertThat(digits.get("minutes").asDouble()).isPositive();
  }

  @Test
  void doctorLooksAtEverythingARunNeeds() {
    Cli doctor = Cli.run("doctor", "--json");

    assertThat(doctor.code()).isZero();
    List<String> found = doctor.json().findValuesAsText("name");
    assertThat(found).contains("Java", "memory", "libtorch natives", "data: digits");
    assertThat(found).hasSizeGreaterThan(3 + NamedData.names().size());
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (String command : List.of("compare", "train", "predict", "evaluate", "reproduce")) {
      Cli help = Cli.run(command, "--help");
      assertThat(help.code()).isZero();
      assertThat(help.out()).contains("Usage: gradus " + command, "Example");
    }
  }

  @Test
  void completionIsAShellScript() {
    Cli completion = Cli.run("generate-completion");

    assertThat(completion.code()).isZero();
    assertThat(completion.out()).contains("complete ", "--methods");
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
