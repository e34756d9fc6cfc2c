package org.gradus.lab.trained;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gradus.lab.data.DataFiles;
import org.gradus.lab.data.Dataset;
import org.gradus.lab.data.Inputs;
import org.gradus.lab.data.Options;
import org.gradus.lab.data.Preprocessing;
import org.gradus.lab.data.TablePreprocessing;
import org.gradus.lab.data.TargetEncoding;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.data.VectorPreprocessing;

/**
 * Predicts on a user's file.
 *
 * <p>Rows and images: one line each, {@code row} (from 1; {@code file} where each image is one) and
 * {@code prediction}; for classes also their probabilities as {@code p(class)}; numbers in the unit
 * of the training data. A text: one line for each character after the first, with what the model
 * held most probable in its place and how probable it held the one that is there, and a last line
 * for the character that would come next.
 */
public final class Predictor {
  private final TrainedModel model;

  /** Predicts with a model. */
  public Predictor(TrainedModel model) {
    this.model = Objects.requireNonNull(model, "model");
  }

  /**
   * Predicts.
   *
   * @param path what to predict on: as the model was trained on, with or without its target
   * @param options how to read a table, where it is known
   * @return the lines and what the user should be told
   * @throws org.gradus.lab.data.DataException if the file cannot be read or does not fit the model
   */
  public Predictions predict(Path path, Options options) {
    ModelCard card = model.card();
    if (card.kind() == TaskKind.LANGUAGE) {
      return text(
          card.preprocessing().apply(DataFiles.open(path, options.withKind(TaskKind.LANGUAGE))));
    }
    Inputs inputs = DataFiles.inputs(path, options, card.preprocessing());
    float[] outputs =
        Inference.outputs(
            model.network(), inputs.values(), inputs.rows(), inputs.shape(), card.outputs());
    return card.kind() == TaskKind.REGRESSION ? values(inputs, outputs) : classes(inputs, outputs);
  }

  /**
   * Predicts into a CSV file, written whole or not at all.
   *
   * @return what the user should be told
   * @throws IOException if {@code output} cannot be written
   */
  public List<String> predict(Path path, Options options, Path output) throws IOException {
    Predictions predictions = predict(path, options);
    predictions.write(output);
    return predictions.notices();
  }

  private Predictions values(Inputs inputs, float[] outputs) {
    TargetEncoding.Standardised target = standardised(model.card().preprocessing());
    List<List<String>> lines = new ArrayList<>();
    for (int row = 0; row < outputs.length; row++) {
      lines.add(List.of(name(inputs, row), Float.toString((float) target.decode(outputs[row]))));
    }
    return new Predictions(List.of(nameColumn(inputs), "prediction"), lines, inputs.notices());
  }

  private static TargetEncoding.Standardised standardised(Preprocessing preprocessing) {
    TargetEncoding target =
        preprocessing instanceof TablePreprocessing table
            ? table.target()
            : ((VectorPreprocessing) preprocessing).target();
    return (TargetEncoding.Standardised) target;
  }

  private Predictions classes(Inputs inputs, float[] outputs) {
    List<String> labels = model.card().labels();
    List<String> header = new ArrayList<>(List.of(nameColumn(inputs), "prediction"));
    labels.forEach(label -> header.add("p(" + label + ")"));
    List<List<String>> lines = new ArrayList<>();
    for (int row = 0; row < inputs.rows(); row++) {
      double[] probabilities = Probabilities.softmax(outputs, row * labels.size(), labels.size());
      List<String> line = new ArrayList<>();
      line.add(name(inputs, row));
      line.add(labels.get(Probabilities.largest(probabilities)));
      for (double probability : probabilities) {
        line.add(Probabilities.text(probability));
      }
      lines.add(line);
    }
    return new Predictions(header, lines, inputs.notices());
  }

  private static String nameColumn(Inputs inputs) {
    return inputs.rowNames().isEmpty() ? "row" : "file";
  }

  private static String name(Inputs inputs, int row) {
    return inputs.rowNames().isEmpty() ? String.valueOf(row + 1) : inputs.rowNames().get(row);
  }

  private Predictions text(Dataset text) {
    ModelCard card = model.card();
    int context = card.model().context();
    int[] tokens = text.tokens();
    List<List<String>> lines = new ArrayList<>();
    for (int from = 0; from < tokens.length; from += context) {
      long[] window = new long[Math.min(context, tokens.length - from)];
      for (int i = 0; i < window.length; i++) {
        window[i] = tokens[from + i];
      }
      float[] probabilities = Inference.nextCharacters(model.network(), window, card.outputs());
      for (int i = 0; i < window.length; i++) {
        lines.add(line(card.labels(), probabilities, i, tokens, from + i + 1));
      }
    }
    return new Predictions(
        List.of("position", "character", "p(character)", "prediction", "p(prediction)"),
        lines,
        text.source().notes());
  }

  private static List<String> line(
      List<String> labels, float[] all, int row, int[] tokens, int next) {
    double[] probabilities = Probabilities.row(all, row * labels.size(), labels.size());
    int likeliest = Probabilities.largest(probabilities);
    boolean known = next < tokens.length;
    return List.of(
        String.valueOf(next + 1),
        known ? labels.get(tokens[next]) : "",
        known ? Probabilities.text(probabilities[tokens[next]]) : "",
        labels.get(likeliest),
        Probabilities.text(probabilities[likeliest]));
  }
}
