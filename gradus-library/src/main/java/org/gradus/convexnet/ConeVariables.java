package org.gradus.convexnet;

/** The variables of a method on the cone program, as its trace and solution see them. */
interface ConeVariables {
  /** What decides whether it is done. */
  Residuals residuals();

  /** −l′ at the fit. */
  double[] multipliers();

  /** Iterations done. */
  long count();

  /** A copy. */
  AdmmState state();
}
