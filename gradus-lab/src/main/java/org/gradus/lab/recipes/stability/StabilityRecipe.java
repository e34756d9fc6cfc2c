package org.gradus.lab.recipes.stability;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of dynamical stability (arXiv 2305.17490). */
public final class StabilityRecipe implements Recipe {
  @Override
  public String id() {
    return "dynamical-stability";
  }

  @Override
  public String description() {
    return """
        Diagonal linear networks (d = 200, 60 examples, weights from N(0, 1), true parameter \
        (1, 1, 1, 0, ...), SGD with batches of one and gradient descent, gradients clipped to norm \
        50, until the training loss is 1e-10 or 80 000 steps; the paper has d = 1000 and 300) and \
        two-layer ReLU networks (d = 50, 50 neurons, 150 examples, a teacher of 5 neurons; the \
        paper has d = 100, 100 neurons, 300 examples), three seeds each, the same start and data \
        for every learning rate and method. Nothing is tuned: learning rates are the experiment. \
        Sharpness is exact, from all output gradients.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        claim(
            "trace-bound",
            "Diagonal networks, six learning rates: reproduced if every converged SGD run has a"
                + " trace of at most 2/eta and gradient descent exceeds 2/eta (mean trace) at three"
                + " or more; not reproduced if a converged run exceeds 2.2/eta; else partly."),
        claim(
            "test-error",
            "Diagonal networks, mean test errors: reproduced if SGD's falls at least 100 times from"
                + " the smallest to the largest learning rate and that of gradient descent changes by"
                + " less than 10 %; partly if one holds."),
        claim(
            "balance",
            "Diagonal networks at eta = 0.08 started with balance 1, 2, 4, 8 and 16: reproduced if"
                + " SGD ends below 1.1 from each (means) and gradient descent keeps at least half of"
                + " the excess over 1 it began with; partly if one holds."),
        claim(
            "path-norm",
            "ReLU networks, eta sqrt(d) in {0.01, 0.03, 0.1}: reproduced if SGD's mean path norm"
                + " falls from each to the next and every run that reaches a loss of 1e-6 has a trace"
                + " of at most 2/eta, with at least one such run at each; partly if the norm falls."),
        claim(
            "escape",
            "From minima of gradient descent plus noise of 1e-3: reproduced if at eta = 1.2 * 2/trace"
                + " the loss grows a hundredfold in every seed, and at half the exact threshold in"
                + " none; partly if one holds."),
        claim(
            "batch-size",
            "Diagonal networks at eta = 0.08: reproduced if the mean trace grows from each batch size"
                + " of 1, 2, 4, 8, all to the next; partly if it is larger for all than for 1."));
  }

  private Claim claim(String id, String rule) {
    return Claim.of(entry(), id, rule);
  }

  @Override
  public double minutes() {
    return 1;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    DiagonalRuns diagonal = new DiagonalRuns(context);
    LearningRates.run(diagonal, findings);
    Balance.run(diagonal, findings);
    ReluRates.run(context, findings);
    Escape.run(context, findings);
    BatchSizes.run(diagonal, findings);
    return findings;
  }
}
