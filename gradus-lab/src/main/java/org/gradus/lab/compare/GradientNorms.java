package org.gradus.lab.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradus.core.AtomicFiles;
import org.gradus.schedule.GradientNorm;

/**
 * The gradient norms of a run, one of each kind a step, before clipping: what {@code gradus
 * schedule refine} makes a schedule of.
 *
 * @param l1 Σ|gᵢ|
 * @param l2 √Σgᵢ²
 */
public record GradientNorms(double[] l1, double[] l2) {
  private static final String HEADER = "step,l1,l2";

  /** The norms of one kind. */
  public double[] of(GradientNorm norm) {
    return norm == GradientNorm.L1 ? l1 : l2;
  }

  /** Writes a table of three columns, exactly. */
  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (int i = 0; i < l1.length; i++) {
      text.append(i + 1).append(',').append(l1[i]).append(',').append(l2[i]).append('\n');
    }
    AtomicFiles.write(file, text.toString());
  }

  static GradientNorms read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    double[] l1 = new double[lines.size() - 1];
    double[] l2 = new double[lines.size() - 1];
    for (int i = 0; i < l1.length; i++) {
      String[] cells = lines.get(i + 1).split(",", -1);
      l1[i] = Double.parseDouble(cells[1]);
      l2[i] = Double.parseDouble(cells[2]);
    }
    return new GradientNorms(l1, l2);
  }
}
