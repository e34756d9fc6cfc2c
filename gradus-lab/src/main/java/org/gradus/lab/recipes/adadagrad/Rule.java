package org.gradus.lab.recipes.adadagrad;

import java.util.List;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.optim.AdaGrad;
import org.gradus.optim.AdaGradNorm;

/** The two update rules, the rates they are tuned over, and how they forget. */
enum Rule {
  /** A step size for each coordinate. */
  ADAGRAD("AdaGrad") {
    @Override
    List<Double> rates() {
      return List.of(0.005, 0.015, 0.05, 0.15);
    }

    @Override
    Optimizer make(ParameterVector theta, double rate) {
      return new AdaGrad(theta, AdaGrad.Config.of(rate));
    }

    @Override
    void restart(Optimizer optimizer) {
      ((AdaGrad) optimizer).restart();
    }
  },
  /** One step size. */
  ADAGRAD_NORM("AdaGrad-Norm") {
    @Override
    List<Double> rates() {
      return List.of(0.3, 1.0, 3.0, 10.0);
    }

    @Override
    Optimizer make(ParameterVector theta, double rate) {
      return new AdaGradNorm(theta, AdaGradNorm.Config.of(rate));
    }

    @Override
    void restart(Optimizer optimizer) {
      ((AdaGradNorm) optimizer).restart();
    }
  };

  private final String title;

  Rule(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** The learning rates it is tuned over. */
  abstract List<Double> rates();

  abstract Optimizer make(ParameterVector theta, double rate);

  /** Sets the accumulated squares back to their start. */
  abstract void restart(Optimizer optimizer);
}
