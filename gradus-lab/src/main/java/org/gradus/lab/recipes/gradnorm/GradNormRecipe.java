package org.gradus.lab.recipes.gradnorm;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims on gradient-normalized smoothness (arXiv 2506.13710). */
public final class GradNormRecipe implements Recipe {
  @Override
  public String id() {
    return "gradient-normalized-newton";
  }

  @Override
  public String description() {
    return """
    The paper's problems at reduced size, every method to f - f* < 1e-8 in float64: \
    log-sum-exp (200 x 200, metric A'A of the rows before centring), |Ax - b|^4/4 (100 x 200), \
    Rosenbrock's function and |u|^5/5 of its residuals from (-2, 2), Chebyshev's oscillator \
    (100 unknowns, 15 random starts); medians over 5 seeds where the data are random. Logistic \
    regression (mean loss, w = 0) on a9a and mushrooms with ridge 1e-6 and 0, softmax regression \
    on 300 digits with ridge 1e-4: at most 300 Newton steps and 2000 of the others. The paper \
    has 1000 unknowns. Seconds are of one run each on one thread.\
    """;
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        claim(
            "log-sum-exp",
            "Iterations, median: reproduced if weighted Gauss-Newton needs at most 2.5 times those"
                + " of the exact Hessian."),
        claim(
            "linear-residual",
            "Reproduced if the Fisher term alone needs at most the iterations of the exact"
                + " Hessian."),
        claim(
            "residual-power",
            "Reproduced if the inexact Hessian needs at most 1.2 times the iterations of the exact"
                + " one."),
        claim(
            "chebyshev",
            "On starts from which all three reach f* = 0: reproduced if the inexact Hessian needs"
                + " at most 1.2 times the iterations of the exact one, and at most those of"
                + " Super-Universal Newton with the exact one."),
        claim(
            "gradient",
            "Reproduced if exact and inexact variant need at most half the iterations of the"
                + " Euclidean gradient method on every problem."),
        claim(
            "logistic-time",
            "Reproduced if the exact variant reaches 1e-8 on a9a with ridge 1e-6 in less time than"
                + " L-BFGS."));
  }

  private Claim claim(String id, String rule) {
    return Claim.of(entry(), id, rule);
  }

  @Override
  public double minutes() {
    return 4;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    new Iterations(context).run(findings);
    Regression.run(context, findings);
    Radius.run(context, findings);
    return findings;
  }
}
