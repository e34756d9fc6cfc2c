package org.gradus.lab.recipes.useful;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of USEFUL (arXiv 2404.17768). */
public final class UsefulRecipe implements Recipe {
  @Override
  public String id() {
    return "useful";
  }

  @Override
  public String description() {
    return """
        The paper's model of features (dimension 30, 3 patches, 6 cubic filters, 300 training and \
        1000 test examples, fast feature in nine of ten) by full-batch gradient descent, 1200 \
        steps, learning rate 0.3, SAM with radius 0.05; the separating step is twice the first at \
        which the mean loss is half of log 2; 30 seeds at slow feature 0.35 and noise 0.8, 5 at two \
        other settings. Then the embedded digits (1437 training, 360 test images) with a small \
        convolutional net, batch 64, 30 epochs, cosine to 0, SGD with momentum and SAM, learning \
        rates tuned for both on seed 0, separating epoch by our rule, 10 paired seeds, all arms in \
        equally many steps and some also in equally many epochs. The paper trains ResNet-18 on \
        CIFAR-10 and larger sets for 200 epochs.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "clusters-separate",
            "On the model: reproduced if precision and recall of the slow set against the examples"
                + " without the fast feature are both at least 0.95, mean over seeds."),
        Claim.of(
            entry(),
            "slow-feature-learned",
            "On the model, accuracy on test examples without the fast feature: reproduced if the 95 %"
                + " bootstrap intervals of the paired differences of USEFUL to plain gradient descent"
                + " and to random copies both lie above 0; partly if one does."),
        Claim.of(
            entry(),
            "sam-learns-evenly",
            "On the model at step 75: reproduced if the fast feature's alignment exceeds the slow"
                + " one's under gradient descent, and the gap is smaller under SAM, both by more than"
                + " 2 standard errors."),
        Claim.of(
            entry(),
            "images",
            "On the digits, test accuracy in equally many steps: reproduced if the 95 % bootstrap"
                + " intervals of the paired differences of SGD with USEFUL to SGD and to SGD with"
                + " random copies both lie above 0; partly if one does."));
  }

  @Override
  public double minutes() {
    return 4;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    new Synthetic(context).run(findings);
    new Digits(context).run(findings);
    return findings;
  }
}
