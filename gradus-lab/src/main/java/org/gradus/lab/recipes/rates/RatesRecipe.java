package org.gradus.lab.recipes.rates;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of learning rates from random-matrix theory (arXiv 2006.09092). */
public final class RatesRecipe implements Recipe {
  @Override
  public String id() {
    return "rmt-learning-rates";
  }

  @Override
  public String description() {
    return """
        The laws on random matrices of 400 rows; then, on the embedded digits (1437 training \
        examples, ReLU networks in place of VGG-16 and WideResNet on CIFAR-100 and ImageNet): \
        largest eigenvalues of mini-batch Hessians and Gauss-Newton matrices (64-32-10, 10 batches \
        a size, 3 seeds); best and largest learning rates over batch sizes (64-64-64-10, 150 steps, \
        rates on a factor-2 grid, the largest refined by bisection, 4 seeds, clean labels with \
        batches of 4 to 256 and 30 % random labels with batches of 1 to 4); the learner against \
        constant rates and a cosine schedule, tuned on seed 0 over eleven rates (64-64-10, 30 \
        epochs, curvature of 1024 fixed examples every 2 epochs, 5 seeds); Adam damped by measured \
        noise against five constant values of epsilon, each with its rate tuned over five (30 % \
        random labels, batches of 16, 300 steps, 5 seeds).""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        claim(
            "inflation",
            "Reproduced if lambda_1 at batch 8 over that of all data exceeds 1.2 with a 95 %"
                + " interval over seeds above 1, for Hessian and Gauss-Newton after 50 and 250 steps,"
                + " and the law predicts the mean within 25 % at every batch size without fitting;"
                + " partly if only the first holds, with or without the law fitted at batch 64."),
        claim(
            "linear-sgd",
            "Exponent of the largest stable rate on the batch size, 95 % interval over seeds:"
                + " reproduced if it contains 1 and excludes 0.5 for SGD on batches 4 to 16 or, with"
                + " random labels, 1 to 4; partly if a mean exceeds 0.75."),
        claim(
            "root-adam",
            "The same for Adam over batches 4 to 256: reproduced if the interval contains 0.5 and"
                + " excludes 0 and 1; partly if its mean is within 0.15 of 0.5."),
        claim(
            "learner",
            "Mean validation accuracy: reproduced if the Lanczos learner (descent or heavy-ball"
                + " pair) is within 1 point of the best tuned constant rate from first rates 0.001"
                + " and 1; partly if within 3; not if it is no better than the constant rate"
                + " 1/lambda_1."),
        claim(
            "damping",
            "Reproduced if Adam with learned damping is within 1 point of the best constant"
                + " epsilon's mean accuracy and the slope of log least stable epsilon on log"
                + " (rate/batch) has a 95 % interval over seeds that contains 1 and excludes 0;"
                + " partly if one holds."));
  }

  private Claim claim(String id, String rule) {
    return Claim.of(entry(), id, rule);
  }

  @Override
  public double minutes() {
    return 5;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    Laws.run(context, findings);
    Inflation.run(context, findings);
    Scaling.run(context, findings);
    Coincidence.run(context, findings);
    Learner.run(context, findings);
    Damping.run(context, findings);
    Cost.run(context, findings);
    return findings;
  }
}
