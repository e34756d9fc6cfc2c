package org.gradus.lab.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.CurvePoint;
import org.gradus.lab.result.FinalRun;
import org.gradus.lab.result.MethodResult;

/** All curves as one tidy table: a row a recorded point; a cell is empty where nothing is known. */
public final class CurvesCsv {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader(
              "method",
              "seed",
              "epoch",
              "step",
              "seconds",
              "train_loss",
              "validation_loss",
              "validation_metric",
              "learning_rate")
          .setRecordSeparator('\n')
          .get();

  private CurvesCsv() {}

  /** The table with its header line. */
  public static String render(Comparison comparison) {
    StringBuilder out = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(out, FORMAT)) {
      for (MethodResult method : comparison.methods()) {
        for (FinalRun run : method.runs()) {
          print(csv, method, run);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toString();
  }

  private static void print(CSVPrinter csv, MethodResult method, FinalRun run) throws IOException {
    for (CurvePoint point : run.curve()) {
      csv.printRecord(
          method.id(),
          run.seed(),
          point.epoch(),
          point.step(),
          finite(point.seconds()),
          finite(point.trainLoss()),
          finite(point.validationLoss()),
          finite(point.validationMetric()),
          finite(point.learningRate()));
    }
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
