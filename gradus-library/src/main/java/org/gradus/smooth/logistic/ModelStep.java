package org.gradus.smooth.logistic;

/** Minimises a quadratic model of F, roughly: what the two forms of Newton's method differ in. */
interface ModelStep {
  /** Where a step starts and how exactly the model is to be minimised. */
  record Model(
      LogisticProblem problem,
      LossState state,
      double[] w,
      double[] gradient,
      double[] diagonal,
      double[] subgradient,
      double accuracy) {}

  /** The model's approximate minimiser u; the step is u − w. */
  double[] minimise(Model model);

  /** The minimiser of the model with the Hessian's diagonal alone: always a descent direction. */
  static double[] diagonal(Model model) {
    double[] u = model.w().clone();
    for (int j = 0; j < u.length; j++) {
      double second = model.diagonal()[j] + model.problem().l2();
      if (second > 0) {
        double l1 = model.problem().l1();
        u[j] = Penalty.shrink(u[j] - model.gradient()[j] / second, l1 / second);
      }
    }
    return u;
  }

  /** Products or sweeps so far. */
  long innerIterations();
}
