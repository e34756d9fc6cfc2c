package org.gradus.cli;

import com.github.freva.asciitable.AsciiTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradus.lab.trained.ConfusionMatrix;
import org.gradus.lab.trained.ModelEvaluation;
import org.gradus.lab.trained.TrainedModel;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradus evaluate}: a saved model on labelled data. */
@Command(
    name = "evaluate",
    description = "Judge a saved model on labelled data: its metric, and the confusion of classes.",
    footer = {"", "Example:  gradus evaluate model --data test.csv --json -"},
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  /** More classes than this make no readable table. */
  private static final int MOST_CLASSES_SHOWN = 20;

  @Mixin private Output output;

  @Parameters(paramLabel = "MODEL", description = "The folder 'train' made.")
  private Path model;

  @ArgGroup(heading = "The data:%n", exclusive = false)
  private DataOptions data = new DataOptions();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the evaluation to a file ('-': standard output).")
  private Path json;

  /** An evaluation as JSON. */
  private record Document(
      long rows,
      String metric,
      double value,
      double loss,
      ConfusionMatrix confusion,
      List<String> notices) {}

  @Override
  public Integer call() throws IOException {
    Output.requireFolderOf(json);
    ModelEvaluation found =
        ModelEvaluation.of(TrainedModel.load(model), data.required(), data.reading());
    found.notices().forEach(notice -> output.err().println("note: " + notice));
    if (json != null) {
      output.json(
          new Document(
              found.rows(),
              found.metric().name(),
              found.value(),
              found.loss(),
              found.confusion().orElse(null),
              found.notices()),
          json);
    }
    if (json == null || !json.toString().equals("-")) {
      print(found);
    }
    return Exit.OK;
  }

  private void print(ModelEvaluation found) {
    output
        .out()
        .printf(
            Locale.ROOT,
            "%s %.5g, loss %.5g, on %d examples%n",
            found.metric().name(),
            found.value(),
            found.loss(),
            found.rows());
    found
        .confusion()
        .filter(c -> c.labels().size() <= MOST_CLASSES_SHOWN)
        .ifPresent(
            c -> {
              output.out().println("Rows: true class; columns: predicted class.");
              output.out().println(table(c));
            });
  }

  private static String table(ConfusionMatrix confusion) {
    List<String> header = new ArrayList<>();
    header.add("");
    header.addAll(confusion.labels());
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < confusion.labels().size(); i++) {
      List<String> row = new ArrayList<>();
      row.add(confusion.labels().get(i));
      confusion.counts().get(i).forEach(count -> row.add(count.toString()));
      rows.add(row);
    }
    return AsciiTable.getTable(
        header.toArray(String[]::new),
        rows.stream().map(r -> r.toArray(String[]::new)).toArray(String[][]::new));
  }
}
