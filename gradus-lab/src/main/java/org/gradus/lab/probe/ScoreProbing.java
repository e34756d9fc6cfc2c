package org.gradus.lab.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Solution;
import org.gradus.core.Tensors;
import org.gradus.lab.data.DataException;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.page.Picture;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.solve.Answer;
import org.gradus.selection.ExampleScores;
import org.gradus.selection.LogitScore;

/**
 * How hard each example is for a saved classifier, with the hardest ones and those whose label is
 * probably wrong shown. One model's scores are noisy: the paper averages over ten.
 */
public final class ScoreProbing {
  private static final int SHOWN = 24;
  private static final int BATCH = 256;
  private static final int SCALE = 4;

  /** The scores by name. */
  public enum Score {
    /** Norm of the error of the predicted probabilities. */
    EL2N,
    /** Norm of the example's own gradient. */
    GRAND
  }

  private final ProbedModel model;
  private final Score score;

  private ScoreProbing(ProbedModel model, Score score) {
    if (model.card().kind() != TaskKind.CLASSIFICATION) {
      throw new DataException("scores are of classifiers; this model is none");
    }
    this.model = model;
    this.score = score;
  }

  /** Scores and tells; the scores are in {@code scores.csv}, a line an example. */
  public static Answer measure(ProbedModel model, Score score) {
    return new ScoreProbing(model, score).answer();
  }

  private Answer answer() {
    ExampleScores scores =
        score == Score.EL2N
            ? ExampleScores.of(LogitScore.EL2N, model.network(), model.data())
            : ExampleScores.grand(model.network(), model.theta(), model.data(), model.likelihood());
    double[] values = scores.values();
    long[] hardestFirst = scores.ascending();
    reverse(hardestFirst);
    Prediction[] predictions = predictions();
    List<Long> wrong =
        Arrays.stream(hardestFirst)
            .filter(i -> predictions[(int) i].label() != model.dataset().classes()[(int) i])
            .boxed()
            .sorted(
                (a, b) ->
                    Double.compare(
                        predictions[b.intValue()].probability(),
                        predictions[a.intValue()].probability()))
            .toList();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("examples", (double) values.length);
    numbers.put("mean score", Arrays.stream(values).average().orElse(Double.NaN));
    numbers.put("median score", values[(int) hardestFirst[values.length / 2]]);
    numbers.put("largest score", values[(int) hardestFirst[0]]);
    numbers.put("examples predicted otherwise than labelled", (double) wrong.size());
    return new Answer(
        "probe-scores",
        "%s of %s".formatted(scores.name(), model.dataset().name()),
        scores.name(),
        Map.of("model", model.card().model().text()),
        Solution.Status.CONVERGED,
        values.length + " examples scored; more runs, averaged, would be surer",
        numbers,
        List.of(),
        new Answer.Details(
            List.of(),
            List.of(
                table("The hardest examples", boxed(hardestFirst), values, predictions),
                table(
                    "Surely predicted otherwise: look at these labels",
                    wrong,
                    values,
                    predictions)),
            pictures(wrong, predictions)),
        List.of(file(values, predictions)));
  }

  private static void reverse(long[] values) {
    for (int i = 0; i < values.length / 2; i++) {
      long other = values[values.length - 1 - i];
      values[values.length - 1 - i] = values[i];
      values[i] = other;
    }
  }

  private static List<Long> boxed(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** The class a model gives an example, and how probable it thinks it. */
  private record Prediction(int label, double probability) {}

  private Prediction[] predictions() {
    int n = Math.toIntExact(model.data().size());
    Prediction[] predictions = new Prediction[n];
    for (int from = 0; from < n; from += BATCH) {
      long[] rows = new long[Math.min(BATCH, n - from)];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (long) from + i;
      }
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor outputs = model.network().forward(model.data().batch(rows).inputs());
        double[] probabilities = Tensors.doubles(outputs.softmax(1));
        int classes = probabilities.length / rows.length;
        for (int i = 0; i < rows.length; i++) {
          predictions[from + i] = likeliest(probabilities, i * classes, classes);
        }
      }
    }
    return predictions;
  }

  private static Prediction likeliest(double[] probabilities, int from, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = probabilities[from + c] > probabilities[from + best] ? c : best;
    }
    return new Prediction(best, probabilities[from + best]);
  }

  private Table table(String title, List<Long> rows, double[] scores, Prediction[] predictions) {
    Table.Builder table =
        Table.titled(title, "example", "score", "label", "predicted", "probability");
    for (long row : rows.subList(0, Math.min(SHOWN, rows.size()))) {
      Prediction p = predictions[(int) row];
      table.row(
          String.valueOf(row),
          String.format(Locale.ROOT, "%.4g", scores[(int) row]),
          label(model.dataset().classes()[(int) row]),
          label(p.label()),
          String.format(Locale.ROOT, "%.3f", p.probability()));
    }
    return table.build();
  }

  private String label(int index) {
    List<String> labels = model.card().labels();
    return index < labels.size() ? labels.get(index) : String.valueOf(index);
  }

  /** The examples as pictures, where they are images. */
  private List<Picture> pictures(List<Long> rows, Prediction[] predictions) {
    long[] shape = model.dataset().inputShape();
    if (shape.length != 3) {
      return List.of();
    }
    List<Picture> pictures = new ArrayList<>();
    for (long row : rows.subList(0, Math.min(SHOWN, rows.size()))) {
      String caption =
          "%d: labelled %s, predicted %s"
              .formatted(
                  row,
                  label(model.dataset().classes()[(int) row]),
                  label(predictions[(int) row].label()));
      pictures.add(picture(caption, (int) row, (int) shape[1], (int) shape[2]));
    }
    return pictures;
  }

  /** The first plane of an image as the network sees it, enlarged. */
  private Picture picture(String caption, int row, int height, int width) {
    float[] inputs = model.dataset().inputs();
    int from = row * model.dataset().exampleSize();
    double[] pixels = new double[height * width * SCALE * SCALE];
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < pixels.length; i++) {
      int line = i / (width * SCALE) / SCALE;
      int column = i % (width * SCALE) / SCALE;
      pixels[i] = inputs[from + line * width + column];
      low = Math.min(low, pixels[i]);
      high = Math.max(high, pixels[i]);
    }
    return Picture.grey(caption, pixels, width * SCALE, low, high);
  }

  private Answer.SolutionFile file(double[] scores, Prediction[] predictions) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      rows.add(
          List.of(
              i,
              scores[i],
              label(model.dataset().classes()[i]),
              label(predictions[i].label()),
              predictions[i].probability()));
    }
    return Answer.SolutionFile.csv(
        "scores.csv", List.of("example", "score", "label", "predicted", "probability"), rows);
  }
}
