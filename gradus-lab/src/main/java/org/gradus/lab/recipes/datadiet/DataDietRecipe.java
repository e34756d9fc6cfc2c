package org.gradus.lab.recipes.datadiet;

import java.util.List;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of "Deep Learning on a Data Diet" (arXiv 2107.07075) on MNIST. */
public final class DataDietRecipe implements Recipe {
  @Override
  public String id() {
    return "data-diet";
  }

  @Override
  public String description() {
    return """
        8000 of MNIST's test images train, the other 2000 test. A 784-256-128-10 network with ReLU, \
        SGD at 0.1 with Nesterov momentum 0.9 and weight decay 5e-4, batches of 128, learning rate \
        falling linearly to 0, 800 steps on whatever is kept. Scores are means over 10 runs \
        stopped after two epochs (seeds 101 to 110), trainings are from seeds 1 to 5 (1 and 2 for \
        fractions other than a half, label noise and training dynamics), paired. Nothing is tuned. \
        The paper trains ResNet-18 on CIFAR-10 for 200 epochs: this is a thousandth of that work, \
        on data of which a half is easily enough.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "half-is-enough",
            "Test accuracy, paired: reproduced if the hardest half is at most 0.3 points below all"
                + " and at least 1 point above a random half, its 95 % interval excluding 0; not"
                + " reproduced if it is not above the random half; partly in between."),
        Claim.of(
            entry(),
            "el2n-is-grand",
            "Spearman correlation of the two mean scores after two epochs: reproduced above 0.8,"
                + " partly above 0.5."),
        Claim.of(
            entry(),
            "initialization",
            "Reproduced if the half with the highest GraNd at initialization is above a random half"
                + " by more than 2 standard errors of the paired difference."),
        Claim.of(
            entry(),
            "noise-below-the-top",
            "A tenth of the labels permuted: reproduced if EL2N tells changed labels with an area"
                + " under the ROC curve above 0.9, and among halves at growing offsets the best lies"
                + " strictly inside; partly if one of the two."),
        Claim.of(
            entry(),
            "transfer",
            "The half chosen by a smaller network's scores: reproduced if at most 0.3 points below"
                + " the half chosen by the network's own and above a random half by more than 2"
                + " standard errors, partly if only the latter."),
        Claim.of(
            entry(),
            "early-as-forgetting",
            "Reproduced if the half chosen by EL2N is at most 0.3 points below the half chosen by"
                + " the forgetting score of a whole training."),
        Claim.of(
            entry(),
            "connected-early",
            "Children of checkpoints after 0, 1, 2, 5 and 10 epochs, mean of seeds: reproduced if"
                + " the error barrier on the easiest eighth is at most 2 % from an earlier epoch on"
                + " than on the hardest eighth; partly if the mean barrier is smaller by more than"
                + " 2 standard errors."));
  }

  @Override
  public double minutes() {
    return 6;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    if (!Images.hasMnist()) {
      claims().forEach(claim -> findings.add(Finding.notRun(claim.id(), Images.NO_MNIST)));
      return findings;
    }
    Diet diet = new Diet(context);
    Scoring scoring = Scoring.usual(diet, "clean", diet.train());
    new Pruning(diet, scoring).run(findings);
    Noise.run(diet, findings);
    new Dynamics(diet, scoring.el2n()).run(findings);
    return findings;
  }
}
