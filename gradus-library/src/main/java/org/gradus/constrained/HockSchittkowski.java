package org.gradus.constrained;

import java.util.function.Function;

/**
 * Nine equality-constrained problems of Hock and Schittkowski's collection, as scaled in CUTEst,
 * with their published optima. λ₀ = 0.
 */
@SuppressWarnings(
    "ImmutableEnumChecker") // Nobody changes them: the start is copied where it goes out.
public enum HockSchittkowski {
  /** (1 − x₁)², a parabola. */
  HS6(
      0,
      new double[] {-1.2, 1},
      x -> x[0].plus(-1).power(2),
      x -> new Jet[] {x[1].minus(x[0].power(2)).times(10)}),
  /** log(1 + x₁²) − x₂. */
  HS7(
      -Math.sqrt(3),
      new double[] {2, 2},
      x -> x[0].power(2).plus(1).log().minus(x[1]),
      x -> new Jet[] {x[0].power(2).plus(1).power(2).plus(x[1].power(2)).plus(-4)}),
  /** A convex quadratic on a plane. */
  HS28(
      0,
      new double[] {-4, 1, 1},
      x -> x[0].plus(x[1]).power(2).plus(x[1].plus(x[2]).power(2)),
      x -> new Jet[] {x[0].plus(x[1].times(2)).plus(x[2].times(3)).plus(-1)}),
  /** The distance from (1, 2, 3, 4) to a circle in a hyperplane. */
  HS42(
      28 - 10 * Math.sqrt(2),
      new double[] {1, 1, 1, 1},
      x ->
          x[0].plus(-1)
              .power(2)
              .plus(x[1].plus(-2).power(2))
              .plus(x[2].plus(-3).power(2))
              .plus(x[3].plus(-4).power(2)),
      x -> new Jet[] {x[0].plus(-2), x[2].power(2).plus(x[3].power(2)).plus(-2)}),
  /** A convex quadratic, two linear constraints. */
  HS48(
      0,
      new double[] {3, 5, -3, 2, -2},
      x -> x[0].plus(-1).power(2).plus(x[1].minus(x[2]).power(2)).plus(x[3].minus(x[4]).power(2)),
      x ->
          new Jet[] {
            x[0].plus(x[1]).plus(x[2]).plus(x[3]).plus(x[4]).plus(-5),
            x[2].minus(x[3].plus(x[4]).times(2)).plus(3)
          }),
  /** A convex quadratic, three linear constraints. */
  HS51(
      0,
      new double[] {2.5, 0.5, 2, -1, 0.5},
      x ->
          x[0].minus(x[1])
              .power(2)
              .plus(x[1].plus(x[2]).plus(-2).power(2))
              .plus(x[3].plus(-1).power(2))
              .plus(x[4].plus(-1).power(2)),
      x ->
          new Jet[] {
            x[0].plus(x[1].times(3)).plus(-4),
            x[2].plus(x[3]).minus(x[4].times(2)),
            x[1].minus(x[4])
          }),
  /** A polynomial of degree 6, two nonlinear constraints. */
  HS77(
      0.241505128786,
      new double[] {2, 2, 2, 2, 2},
      x ->
          x[0].plus(-1)
              .power(2)
              .plus(x[0].minus(x[1]).power(2))
              .plus(x[2].plus(-1).power(2))
              .plus(x[3].plus(-1).power(4))
              .plus(x[4].plus(-1).power(6)),
      x ->
          new Jet[] {
            x[0].power(2).times(x[3]).plus(x[3].minus(x[4]).sin()).plus(-2 * Math.sqrt(2)),
            x[1].plus(x[2].power(4).times(x[3].power(2))).plus(-8 - Math.sqrt(2))
          }),
  /** A product of five, three nonlinear constraints. */
  HS78(
      -2.91970041,
      new double[] {-2, 1.5, 2, -1, -1},
      x -> x[0].times(x[1]).times(x[2]).times(x[3]).times(x[4]),
      x ->
          new Jet[] {
            x[0].power(2)
                .plus(x[1].power(2))
                .plus(x[2].power(2))
                .plus(x[3].power(2))
                .plus(x[4].power(2))
                .plus(-10),
            x[1].times(x[2]).minus(x[3].times(x[4]).times(5)),
            x[0].power(3).plus(x[1].power(3)).plus(1)
          }),
  /** A polynomial of degree 4, three nonlinear constraints. */
  HS79(
      0.0787768208538,
      new double[] {2, 2, 2, 2, 2},
      x ->
          x[0].plus(-1)
              .power(2)
              .plus(x[0].minus(x[1]).power(2))
              .plus(x[1].minus(x[2]).power(2))
              .plus(x[2].minus(x[3]).power(4))
              .plus(x[3].minus(x[4]).power(4)),
      x ->
          new Jet[] {
            x[0].plus(x[1].power(2)).plus(x[2].power(3)).plus(-2 - 3 * Math.sqrt(2)),
            x[1].minus(x[2].power(2)).plus(x[3]).plus(2 - 2 * Math.sqrt(2)),
            x[0].times(x[4]).plus(-2)
          });

  private final double optimum;
  private final double[] start;
  private final Function<Jet[], Jet> f;
  private final Function<Jet[], Jet[]> c;

  HockSchittkowski(
      double optimum, double[] start, Function<Jet[], Jet> f, Function<Jet[], Jet[]> c) {
    this.optimum = optimum;
    this.start = start;
    this.f = f;
    this.c = c;
  }

  /** f at the solution. */
  public double optimum() {
    return optimum;
  }

  /** The problem from its standard start. */
  public ConstrainedProblem problem() {
    int constraints = c.apply(Jet.variables(start)).length;
    return ConstrainedProblem.of(
        ConstrainedFunctions.automatic(start.length, constraints, f, c), start);
  }
}
