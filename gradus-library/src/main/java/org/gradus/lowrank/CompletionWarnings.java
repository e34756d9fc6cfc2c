package org.gradus.lowrank;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.SparseMatrix;

/** What is worth saying about a problem before it is solved. */
final class CompletionWarnings {
  private static final int NAMED = 10;

  private CompletionWarnings() {}

  static List<String> of(CompletionProblem problem, double incoherence) {
    List<String> warnings = new ArrayList<>();
    int k = problem.rank();
    ObservedEntries entries = problem.entries();
    for (boolean row : new boolean[] {true, false}) {
      SparseMatrix matrix = row ? entries.byRow() : entries.byColumn();
      String kind = row ? "row" : "column";
      add(warnings, matrix, 0, 0, kind, "without any observed entry: filled with 0");
      if (problem.ridge() == 0) {
        String fate = "with fewer observed entries than the rank " + k + ": minimum-norm solution";
        add(warnings, matrix, 1, k - 1, kind, fate);
      }
    }
    if (incoherence * Math.sqrt((double) k / entries.rows()) > 1) {
      warnings.add(
          "incoherence "
              + incoherence
              + " allows every entry of the start: no clipping at mu sqrt(k/m) > 1");
    }
    return warnings;
  }

  /** One warning for all rows with a number of entries in [least, most]. */
  private static void add(
      List<String> warnings, SparseMatrix matrix, int least, int most, String kind, String fate) {
    int found = 0;
    StringBuilder named = new StringBuilder();
    for (int i = 0; i < matrix.rows(); i++) {
      int count = matrix.rowStarts()[i + 1] - matrix.rowStarts()[i];
      if (count >= least && count <= most && ++found <= NAMED) {
        named.append(found == 1 ? " " : ", ").append(i);
      }
    }
    if (found > 0) {
      String more = found > NAMED ? ", ... (" + found + " of them)" : "";
      warnings.add(kind + (found > 1 ? "s" : "") + named + more + " " + fate);
    }
  }
}
