package org.gradus.lab.recipes.subgm;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of the sub-gradient method (arXiv 2202.08788) on generated measurements. */
public final class SubgmRecipe implements Recipe {
  @Override
  public String id() {
    return "subgm";
  }

  @Override
  public String description() {
    return """
    A 20 x 20 projector of rank 3 measured by 1000 Gaussian matrices; each value is corrupted \
    with probability p by an added N(0, 10^2), or all by N(0, 1). Steps 0.25 * 0.99^t / \
    ||G||_F, 2000 of them (2500 from random starts), from a spectral start of size alpha or a \
    Gaussian one. Errors are ||U U^T - X*||_F (||X*||_F = 1.73), medians of 5 seeds, or of 3 \
    for dense noise and for the number of measurements. Gradient descent on least squares has \
    the better of the steps 0.02 and 0.05 in every seed.\
    """;
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "error-vanishes-with-alpha",
            "p = 0.1, width 20, spectral start: reproduced if the median error falls at least 3"
                + " times from alpha = 0.1 to 1e-3 and at least 100 times from there to 1e-6."
                + " Partly if it falls at both."),
        Claim.of(
            entry(),
            "width-does-not-matter",
            "p = 0.1, Gaussian start of alpha = 1e-6: reproduced if the median error at width 20 is"
                + " within 10 times that at width 10. Partly within 100 times."),
        Claim.of(
            entry(),
            "robust-to-outliers",
            "Width 20, p = 0.1 and 0.3, alpha = 1e-3 and 1e-6: reproduced if the median error is at"
                + " least 100 times below that of least squares in all four cases. Partly in"
                + " some."),
        Claim.of(
            entry(),
            "dense-noise",
            "N(0, 1) on every value, alpha = 1e-6: reproduced if for every number of measurements"
                + " the median error at width 20 is at most 1.1 times that at width 3, while the"
                + " loss there is below the loss at the truth. Partly if the second holds and the"
                + " ratio is at most 2."),
        Claim.of(
            entry(),
            "few-measurements",
            "p = 0.1, Gaussian start of alpha = 1e-6: reproduced if the least number of"
                + " measurements with which all seeds end below 2e-3 is at width 20 at most 1.5"
                + " times that at width 5."));
  }

  @Override
  public double minutes() {
    return 3;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    Trials trials = new Trials(context);
    new SmallStarts(trials).run(findings);
    new Widths(trials).run(findings);
    new Outliers(trials).run(findings);
    new DenseNoise(trials).run(findings);
    new SampleSize(trials).run(findings);
    return findings;
  }
}
