package org.gradus.lab.recipes.adahessian;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of AdaHessian (arXiv 2006.00719) on images, text and clicks. */
public final class AdaHessianRecipe implements Recipe {
  @Override
  public String id() {
    return "adahessian";
  }

  @Override
  public String description() {
    return """
        Three tasks: a CIFAR-10 subset (2000 images averaged to 16 x 16 pixels, ResNet-8, batch \
        64, 4 epochs, learning rate divided by 10 at 50 % and 75 %; settings chosen on 1000 \
        held-out images, results on 2000 test images); a character GPT (2 layers, width 64, context \
        48, batch 16, 120 steps) on tiny Shakespeare; synthetic clicks (8 Zipf-distributed fields, \
        300 steps). All learning rates, the baselines' too, are tuned on seed 0 over four factors \
        of about 3, extended while the best lies at the edge; results are from seeds 1 to 3, \
        paired (robustness: 1 and 2). Images, epochs and networks are smaller than the paper's to \
        stay within minutes. Not tested: SqueezeBERT on GLUE, translation BLEU, ImageNet, \
        word-level perplexity: too large.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "vision",
            "Test accuracy: reproduced if AdaHessian - Adam (coupled weight decay) exceeds 2 standard"
                + " errors of the paired difference and AdaHessian is at most 0.5 points below SGD;"
                + " partly if one of the two holds."),
        Claim.of(
            entry(),
            "transformer",
            "Validation loss at equal steps: reproduced if AdaHessian is below AdamW by more than 2"
                + " standard errors of the paired difference."),
        Claim.of(
            entry(),
            "recommendation",
            "Area under the ROC curve at equal steps: reproduced if AdaHessian is above Adagrad by"
                + " more than 2 standard errors of the paired difference; within 2 is a tie and not"
                + " reproduced."),
        Claim.of(
            entry(),
            "robustness",
            "On the GPT, mean losses: reproduced if worst minus best over the tuned learning rate"
                + " times {1/4, 1/2, 1, 2, 4} is smaller for AdaHessian than for AdamW, and worst"
                + " minus best over blocks {1, 4, 16, 32, 64} is below 0.02; partly if one holds."),
        Claim.of(
            entry(),
            "variance-reduction",
            "On the convolution kernels of a small trained network: reproduced if spatial averaging"
                + " cuts the median relative spread of a one-probe estimate by more than 1.5"
                + " times."),
        Claim.of(
            entry(),
            "cost",
            "Step time over SGD's on an MLP, a CNN and a GPT: reproduced if at most 2 on all, partly"
                + " if at most 2 on all with a refresh every 5 steps."));
  }

  @Override
  public double minutes() {
    return 10;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    Cost.run(context, findings);
    VarianceReduction.run(context, findings);
    Recommendation.run(context, findings);
    new Transformer(context).run(findings);
    Vision.run(context, findings);
    return findings.add(Rosenbrock.picture());
  }
}
