package org.gradus.smooth;

/** Step lengths to the strong Wolfe conditions: bracketing, then cubic interpolation. */
final class WolfeSearch {
  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int TRIALS = 40;
  private static final double ROUNDING = 4;

  private final SmoothRun run;
  private final double[] direction;
  private final double slope;
  private final double slack;
  private int trials;

  /**
   * A trial point.
   *
   * @param slope the derivative along the direction
   * @param trials points evaluated so far
   */
  record Point(
      double length, double value, double slope, double[] x, double[] gradient, int trials) {}

  WolfeSearch(SmoothRun run, double[] direction) {
    this.run = run;
    this.direction = direction;
    slope = Vectors.dot(run.g, direction);
    slack = ROUNDING * Math.ulp(run.value);
  }

  /** A point that satisfies the conditions, or at least decreases f; null where none was found. */
  Point from(double first) {
    if (!(slope < 0)) {
      return null;
    }
    Point previous = new Point(0, run.value, slope, run.x, run.g, 0);
    double length = first;
    while (trials < TRIALS) {
      Point here = at(length);
      if (!sufficient(here) || (previous.length > 0 && here.value >= previous.value)) {
        return zoom(previous, here);
      }
      if (Math.abs(here.slope) <= -CURVATURE * slope) {
        return here;
      }
      if (here.slope >= 0) {
        return zoom(here, previous);
      }
      previous = here;
      length *= 2;
    }
    return null;
  }

  private boolean sufficient(Point point) {
    return point.value <= run.value + DECREASE * point.length * slope + slack;
  }

  /** Between a point that is low enough and one beyond a minimum. */
  private Point zoom(Point lowest, Point other) {
    Point low = lowest;
    Point high = other;
    while (trials < TRIALS) {
      Point here = at(interpolate(low, high));
      if (!sufficient(here) || here.value > low.value + slack) {
        high = here;
      } else {
        if (Math.abs(here.slope) <= -CURVATURE * slope) {
          return here;
        }
        if (here.slope * (high.length - low.length) >= 0) {
          high = low;
        }
        low = here;
      }
    }
    return low.length > 0 ? low : null;
  }

  /** The cubic's minimiser, kept a tenth away from the ends; the middle where there is none. */
  private static double interpolate(Point low, Point high) {
    double width = high.length - low.length;
    double d1 = low.slope + high.slope - 3 * (high.value - low.value) / width;
    double root = d1 * d1 - low.slope * high.slope;
    double d2 = Math.signum(width) * Math.sqrt(root);
    double length =
        high.length - width * (high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2);
    double part = (length - low.length) / width;
    return part >= 0.1 && part <= 0.9 ? length : low.length + width / 2;
  }

  private Point at(double length) {
    trials++;
    double[] x = Vectors.sum(run.x, length, direction);
    double[] g = new double[x.length];
    double value = run.gradient(x, g);
    return new Point(length, value, Vectors.dot(g, direction), x, g, trials);
  }
}
