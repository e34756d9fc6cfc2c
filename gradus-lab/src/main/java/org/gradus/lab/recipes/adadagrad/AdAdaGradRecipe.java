package org.gradus.lab.recipes.adadagrad;

import java.util.List;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of AdAdaGrad (arXiv 2402.11215) on MNIST and on a quadratic. */
public final class AdAdaGradRecipe implements Recipe {
  @Override
  public String id() {
    return "adadagrad";
  }

  @Override
  public String description() {
    return """
        Softmax regression on 8000 of MNIST's test images, tested on the other 2000: AdaGrad and \
        AdaGrad-Norm with the norm test (first batch 4, largest all, eta 0.1 to 1) and with constant \
        batches from 16 to all, each until it has seen 160 000 examples; beside them a constant \
        batch of the adaptive run's average size, the run's sizes replayed on other seeds, and an \
        accumulator that restarts at each growth. Learning rates are tuned on seed 0 and 1000 \
        held-out training images over four factors of about 3, extended while the best lies at the \
        edge, and the tolerance with them; results are from seeds 1 to 5, paired. The paper's small \
        convolution network on 1000 images (two seeds, for a table). A quadratic with known gradient \
        noise for the rate. Smaller than the paper by a factor of ten to a hundred; no ResNets, \
        whose batch norm leaves single examples without a gradient.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "better-than-large",
            "AdaGrad at equal examples, adaptive minus all in one batch, paired: reproduced if the"
                + " training loss is lower and the test accuracy higher, 95 % intervals excluding"
                + " 0; partly if one of the two."),
        Claim.of(
            entry(),
            "fewer-steps",
            "Against constant batches of 16: reproduced if adaptive batches take at least 10 times"
                + " fewer steps and lose at most 1 point of accuracy (upper end of the paired 95 %"
                + " interval); partly if one of the two."),
        Claim.of(
            entry(),
            "test-matters",
            "Against a constant batch of the adaptive run's average size, tuned alike: reproduced if"
                + " the training loss is lower by more than 2 standard errors of the paired"
                + " difference."),
        Claim.of(
            entry(),
            "fast-rate",
            "On the quadratic, S(K) the sum of squared gradient norms over K steps, mean of seeds:"
                + " reproduced if S(2000)/S(200) is below 1.05 under the test at both tolerances and"
                + " above 1.3 with constant batches; partly if only the first."));
  }

  @Override
  public double minutes() {
    return 5;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    if (Images.hasMnist()) {
      new Logistic(context).run(findings);
      Convolutional.run(context, findings);
    } else {
      for (String claim : List.of("better-than-large", "fewer-steps", "test-matters")) {
        findings.add(Finding.notRun(claim, Images.NO_MNIST));
      }
    }
    new Mechanism(context).run(findings);
    return findings;
  }
}
