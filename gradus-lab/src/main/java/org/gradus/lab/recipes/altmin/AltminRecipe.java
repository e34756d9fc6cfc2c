package org.gradus.lab.recipes.altmin;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of robust alternating minimisation (arXiv 2302.11068) on generated matrices. */
public final class AltminRecipe implements Recipe {
  @Override
  public String id() {
    return "robust-altmin";
  }

  @Override
  public String description() {
    return """
    Matrices 300 x 300 of rank 5 with singular values from 2 to 1, entries observed with \
    probability 0.1, 0.2 and 0.4, seeds 1 to 5, 20 outer iterations that reuse all samples; \
    exact regressions against sketched conjugate gradients with 1, 3 and 8 rounds, warm \
    conjugate gradients and sketched gradient steps, paired on matrix, mask and start. Then \
    Gaussian errors of known size in every half-step; multiply-adds of one half-step as the \
    rank grows, with 4k^2 and with 10k observed entries a column; and a photograph of which \
    40 % of the pixels are known. The paper is a theory paper without experiments: the sizes \
    are ours.\
    """;
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "same-convergence",
            "Reproduced if with 3 rounds of sketched conjugate gradients the error is below twice"
                + " that of exact regressions after every outer iteration in which the latter is"
                + " above 1e-13, for every sampling rate and seed. Partly if that holds for all but"
                + " the lowest rate."),
        Claim.of(
            entry(),
            "nearly-linear",
            "Multiply-adds of a half-step with 4k^2 observed entries a column, 3 rounds: reproduced"
                + " if fewer than exact at k = 32 and 64, and the work per observed entry grows"
                + " from k = 16 to 64 with an exponent of at most 1.3 against at least 1.8. Partly"
                + " if fewer at k = 64."),
        Claim.of(
            entry(),
            "robust-to-errors",
            "Gaussian errors of relative size e in every half-step, e = 0.1, 0.01, 0.001:"
                + " reproduced if the final error is at most 2e in every seed. Partly if at most"
                + " 10e."));
  }

  @Override
  public double minutes() {
    return 3;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    new Recovery(context).run(findings);
    new Robustness(context).run(findings);
    new Scaling(context).run(findings);
    new Photograph(context).run(findings);
    return findings;
  }
}
