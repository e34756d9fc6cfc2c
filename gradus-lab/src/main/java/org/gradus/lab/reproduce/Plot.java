package org.gradus.lab.reproduce;

import java.util.List;
import java.util.Objects;
import org.gradus.core.Check;

/**
 * A line plot of a result: its data and labels; drawing is the ledger's.
 *
 * @param id unique in the recipe, part of a file name
 * @param title what it shows
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series the lines
 */
public record Plot(String id, String title, Axis x, Axis y, List<Series> series) {
  /** Copies the series. */
  public Plot {
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(y, "y");
    series = List.copyOf(series);
  }

  /**
   * An axis.
   *
   * @param label quantity and unit
   * @param logarithmic whether it is logarithmic; points at or below 0 are then not drawn
   */
  public record Axis(String label, boolean logarithmic) {
    /** A linear axis. */
    public static Axis linear(String label) {
      return new Axis(label, false);
    }

    /** A logarithmic axis. */
    public static Axis logarithmic(String label) {
      return new Axis(label, true);
    }
  }

  /**
   * A line.
   *
   * @param name for the legend
   * @param x abscissas
   * @param y ordinates, as many
   * @param error half-heights of the error bars, as many, or empty for none
   */
  public record Series(String name, double[] x, double[] y, double[] error) {
    /** Checks the lengths and copies. */
    public Series {
      if (x.length != y.length || (error.length != 0 && error.length != x.length)) {
        throw Check.invalid(
            "lengths of series " + name,
            x.length + ", " + y.length + ", " + error.length,
            "alike (the last may be 0)");
      }
      x = x.clone();
      y = y.clone();
      error = error.clone();
    }

    /** A line without error bars. */
    public static Series of(String name, double[] x, double[] y) {
      return new Series(name, x, y, new double[0]);
    }
  }
}
