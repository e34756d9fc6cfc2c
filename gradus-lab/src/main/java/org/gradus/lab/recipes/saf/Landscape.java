package org.gradus.lab.recipes.saf;

import org.gradus.core.Differentiation;
import org.gradus.core.Monitor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.curvature.ExtremeEigenvalues;
import org.gradus.curvature.ExtremeEigenvalues.End;
import org.gradus.curvature.HessianOperator;
import org.gradus.curvature.SamSharpness;

/**
 * Where a training stands: plain cross-entropy on the whole training set, labels as given.
 *
 * @param loss its value
 * @param eigenvalue its Hessian's largest eigenvalue, to 1 %
 * @param sharpness its rise one ascent step of length 0.05 away
 */
record Landscape(double loss, double eigenvalue, double sharpness) {
  private static final ExtremeEigenvalues.Config TOP =
      new ExtremeEigenvalues.Config(1, End.LARGEST, 22, 300, 0.01);

  static Landscape at(ParameterVector theta, Objective objective) {
    SamSharpness sam = SamSharpness.measure(objective, theta, SamSharpness.DEFAULT_RHO);
    try (Differentiation derivatives = objective.differentiate(theta);
        HessianOperator hessian = HessianOperator.of(theta, derivatives)) {
      ExtremeEigenvalues top =
          ExtremeEigenvalues.compute(hessian, TOP, RandomSource.seeded(0), Monitor.SILENT);
      return new Landscape(sam.loss(), top.first().value(), sam.sharpness());
    }
  }
}
