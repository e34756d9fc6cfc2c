package org.gradus.lab.recipes.convexnet;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of convex training of two-layer ReLU networks (arXiv 2201.01965). */
public final class ConvexReluRecipe implements Recipe {
  @Override
  public String id() {
    return "convex-relu";
  }

  @Override
  public String description() {
    return """
        Certified optima of instances with 10 to 40 samples of 2 inputs and 10 and 20 of 3, over \
        all activation patterns, against gradient descent, Adam and L-BFGS with 5 and 30 neurons, \
        10 starts each; three pairs of handwritten digits, 240 samples, with 8, 24 and 64 sampled \
        patterns, beside tuned Adam and gradient descent; seconds of an iteration as sizes double; \
        the lasso over 16 to 1024 nested random neurons, 5 seeds; and digits 3 against 8 with an \
        adversary of radius 0.1 in each pixel, 120 samples, 75 candidate patterns, 5 seeds, each \
        training tuned over three settings on validation data. The paper uses MNIST, CIFAR-10 and \
        UCI sets.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "global-optimum",
            "Reproduced if the relative gap is at most 1e-4 within 20 000 iterations on every"
                + " instance and at most 1e-6 on half, no descent ends below the bound, and on"
                + " every instance some ends more than 0.1 % above. Not reproduced if a run is"
                + " below the bound or a gap is larger; else partly."),
        Claim.of(
            entry(),
            "early-accuracy",
            "Reproduced if test accuracy after 10 iterations is above 95 % on every pair for 24 and"
                + " 64 patterns; partly if for 64 only."),
        Claim.of(
            entry(),
            "quadratic-time",
            "Reproduced if twice the samples, inputs or patterns take at most 2.5 times as long and"
                + " twice samples and inputs at most 4 times; partly if at most 3.5 and 7."),
        Claim.of(
            entry(),
            "sampled-program",
            "Reproduced if the optimum over nested directions never rises, stays above the bound"
                + " and is less than 2 % above it with 1024 on every seed; partly if 10 %."),
        Claim.of(
            entry(),
            "robust-accuracy",
            "Not reproduced if under PGD convex robust training is below Adam with FGSM. Else"
                + " reproduced if it is at least 10 points above both standard trainings and at"
                + " most 1 point below Adam with PGD; otherwise partly."));
  }

  @Override
  public double minutes() {
    return 4;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    new GlobalOptimum(context).run(findings);
    new EarlyAccuracy(context).run(findings);
    new Scaling(context).run(findings);
    new SampledPrograms(context).run(findings);
    new Robustness(context).run(findings);
    return findings;
  }
}
