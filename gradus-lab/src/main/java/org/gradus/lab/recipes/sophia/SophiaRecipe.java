package org.gradus.lab.recipes.sophia;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of Sophia (arXiv 2305.14342) on a character GPT and on quadratics. */
public final class SophiaRecipe implements Recipe {
  @Override
  public String id() {
    return "sophia";
  }

  @Override
  public String description() {
    return """
        A character GPT (2 layers, width 64, 4 heads, context 48) on tiny Shakespeare, batches of \
        16 windows, gradient norm clipped to 1, 5 % warm-up and a cosine to a twentieth that ends \
        at the last step of each budget: 150, 300 and 600 steps (Lion, SGD and Sophia-H the first \
        two). AdamW, Lion, SGD with momentum, Sophia-G and Sophia-H each have their learning rate \
        tuned at 150 steps on seed 0, on a grid of factors of about 3 that is extended while the \
        best lies at its edge, and Sophia also gamma in {0.01, 0.04, 0.1}; the longer budgets use \
        the same settings. Reported runs are on seeds 1 to 3, paired. The paper trains GPT-2 of \
        125M to 770M parameters for 100 000 steps: this is smaller by three orders of magnitude.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "half-the-steps",
            "Reproduced if the mean validation loss of Sophia-G after T steps is at most that of"
                + " AdamW after 2T steps plus 0.01, for every T with T and 2T among the budgets."
                + " Partly if that holds for some T, or Sophia-G is lower than AdamW at each such T"
                + " by more than 2 standard errors of the paired difference."),
        Claim.of(
            entry(),
            "no-condition-number",
            "On quadratics of dimension 50, steps to f(0)/1000 at the best constant settings, mean"
                + " of 3 seeds: reproduced if from condition number 1e2 to 1e6 Sophia-H's steps grow"
                + " less than 2 times, and SignGD's and GD's at least 20 times. Partly if only the"
                + " first holds."),
        Claim.of(
            entry(),
            "clipping-needed",
            "Reproduced if at 3 times the tuned learning rate Sophia-G without its clip diverges on"
                + " some seed, or ends higher than with it by more than 2 standard errors of the"
                + " paired difference."),
        Claim.of(
            entry(),
            "calmer-gradients",
            "Share of steps whose gradient norm exceeds 1, at the middle budget: reproduced if below"
                + " 1 % for Sophia-G and above 10 % for AdamW. Partly if Sophia-G's share is less"
                + " than half of AdamW's."),
        Claim.of(
            entry(),
            "estimators",
            "Each tuned alike, at the least budget: close if Sophia-H and Sophia-G differ by at most"
                + " 0.02 in mean loss; worse if the empirical Fisher's loss is above both by more"
                + " than 2 standard errors of the paired difference. Reproduced if both hold, partly"
                + " if one does."),
        Claim.of(
            entry(),
            "small-overhead",
            "Step time of Sophia-G (half of the batch, every 10 steps) over AdamW's: reproduced if"
                + " at most 1.05, partly if at most 1.10."));
  }

  @Override
  public double minutes() {
    return 9;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    LanguageModel model = new LanguageModel(context);
    double ratio = Overhead.run(context, model, findings);
    model.run(findings, ratio);
    new Ablations(context, model).run(findings);
    new ConditionNumber(context).run(findings);
    return findings.add(Landscape.picture());
  }
}
