package org.gradus.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gradus.lab.trained.Predictions;
import org.gradus.lab.trained.Predictor;
import org.gradus.lab.trained.TrainedModel;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradus predict}: new rows, images or texts in, CSV out. */
@Command(
    name = "predict",
    description = {
      "Use a saved model on new data. Columns are matched by name; unseen categories and missing",
      "columns are handled as missing values, counted and told."
    },
    footer = {
      "",
      "Examples:",
      "  gradus predict model --data new-customers.csv --out predictions.csv",
      "  gradus predict model --data photos/"
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Parameters(paramLabel = "MODEL", description = "The folder 'train' made.")
  private Path model;

  @ArgGroup(heading = "The data:%n", exclusive = false)
  private DataOptions data = new DataOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the CSV goes (default: standard output).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Output.requireFolderOf(out);
    Predictor predictor = new Predictor(TrainedModel.load(model));
    Predictions predictions = predictor.predict(data.required(), data.reading());
    if (out == null) {
      StringBuilder csv = new StringBuilder();
      predictions.write(csv);
      output.out().print(csv);
      output.out().flush();
    } else {
      Output.writing(out, () -> predictions.write(out));
      output.err().println("%d predictions: %s".formatted(predictions.lines().size(), out));
    }
    predictions.notices().forEach(notice -> output.err().println("note: " + notice));
    return Exit.OK;
  }
}
