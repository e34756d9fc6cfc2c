package org.gradus.lab.recipes.mfac;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of M-FAC (arXiv 2107.03356) on random gradients and on handwritten digits. */
public final class MFacRecipe implements Recipe {
  @Override
  public String id() {
    return "mfac";
  }

  @Override
  public String description() {
    return """
        Exactness on random gradients of length 1 against dense inverses (d = 500), times at d up to \
        400 000 and m up to 256. Pruning without retraining: a 64-64-64-10 ReLU network on the 8 x 8 \
        digits (30 epochs of SGD with momentum, batches of 32, learning rate 0.1 falling linearly to \
        0; 4/5 of the images train, 1/5 test), 256 gradients of 8 images each, damping 1e-5, seeds 1 \
        to 5. Optimizer: the same network, batches of 32, 15 epochs, learning rate divided by 10 \
        after two thirds, each method's learning rate tuned on seed 0 on a grid of factors of about \
        3 that is extended while the best lies at its edge, seeds 1 to 3, paired; step times also on \
        a small convolutional network. Networks and data are smaller than the paper's by orders of \
        magnitude: nothing here says anything about ResNet-50 on ImageNet, BERT, or gradual pruning.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "exact-at-cost",
            "Exact: relative error of products, diagonal and entries against a dense float64 inverse"
                + " at most 1e-9, and at most 1e-3 for a gradient of a float32 window at damping"
                + " 1e-5. Cost: fitted exponents of time, within 0.35: precomputation 2 in m and 1 in"
                + " d, product 1 in both, new gradient and product 1 in d, and one entry at most 0.35"
                + " in d. Reproduced if all hold, partly if it is exact."),
        Claim.of(
            entry(),
            "pruning",
            "At 90 % sparsity, 4 rounds, mean test accuracy over the seeds: reproduced if one block is"
                + " at least 3 points above the diagonal and 8 above magnitude, both by more than one"
                + " standard error of the paired difference; partly if above both by more than one."),
        Claim.of(
            entry(),
            "full-matrix-helps",
            "At 90 % sparsity, 4 rounds: one block minus blocks of 64, and 256 gradients minus 64, in"
                + " mean test accuracy. Reproduced if both exceed two standard errors of the paired"
                + " difference, partly if one does; otherwise not shown, hence not reproduced."),
        Claim.of(
            entry(),
            "optimizer-accuracy",
            "Mean test accuracy at equal epochs: reproduced if M-FAC with 256 gradients is at most one"
                + " standard error of the paired difference below SGD with momentum, and so for Adam;"
                + " partly if so for one of the two."),
        Claim.of(
            entry(),
            "optimizer-overhead",
            "Step times with 64 gradients on the convolutional network, batches of 128: reproduced if"
                + " at most 3 times SGD's and less than AdaHessian's, partly if one of the two."));
  }

  @Override
  public double minutes() {
    return 3;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    new Exactness(context).run(findings);
    new Pruning(context).run(findings);
    new Training(context).run(findings);
    return findings;
  }
}
