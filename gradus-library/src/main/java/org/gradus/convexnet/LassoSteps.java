package org.gradus.convexnet;

/** What the two methods for the sampled program share: features, coefficients and products. */
abstract class LassoSteps {
  final ReluProblem problem;
  final double[] features;
  final int n;
  final int count;
  final double[] alpha;

  LassoSteps(FeatureProgram program, double[] start) {
    problem = program.problem();
    features = program.features();
    n = problem.samples();
    count = program.count();
    alpha = start.clone();
  }

  /** One iteration. */
  abstract void step();

  /** A α of the current coefficients. */
  double[] fitted() {
    return fitted(alpha);
  }

  final double[] fitted(double[] coefficients) {
    double[] fitted = new double[n];
    for (int i = 0; i < count; i++) {
      if (coefficients[i] != 0) {
        add(fitted, i, coefficients[i]);
      }
    }
    return fitted;
  }

  final void add(double[] to, int feature, double scale) {
    int row = feature * n;
    for (int k = 0; k < n; k++) {
      to[k] += scale * features[row + k];
    }
  }

  /** aᵢᵀ x, in four partial sums. */
  final double product(int feature, double[] x) {
    int row = feature * n;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 3 < n; k += 4) {
      s0 += features[row + k] * x[k];
      s1 += features[row + k + 1] * x[k + 1];
      s2 += features[row + k + 2] * x[k + 2];
      s3 += features[row + k + 3] * x[k + 3];
    }
    for (; k < n; k++) {
      s0 += features[row + k] * x[k];
    }
    return s0 + s1 + s2 + s3;
  }

  /** max |aᵢᵀ ν|. */
  final double largestCorrelation(double[] nu) {
    double most = 0;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, Math.abs(product(i, nu)));
    }
    return most;
  }

  static double softThreshold(double x, double threshold) {
    return Math.signum(x) * Math.max(0, Math.abs(x) - threshold);
  }

  final double[] coefficients() {
    return alpha.clone();
  }
}
