package org.gradus.lab.recipes.refinement;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of schedules by refinement (arXiv 2310.07831). */
public final class ScheduleRefinementRecipe implements Recipe {
  @Override
  public String id() {
    return "schedule-refinement";
  }

  @Override
  public String description() {
    return """
        Convex: logistic regression (standardised features, L2 1e-3) on digits, breast-cancer, \
        wine, mushrooms and a9a (at most 3000 rows each; sets that are not on the machine are left \
        out), batch 16, 10 epochs, SGD and Adam; every schedule has its own peak learning rate, on a \
        grid of ratio 1.5 that is extended while the best lies at its edge, tuned on three \
        seeds, reported on 5 others. Networks: a character GPT (1 layer, context 32, batch 16) of widths \
        16 and 32 on tiny Shakespeare with AdamW, a small conv net on the digits with SGD with \
        momentum; 1200 steps, 5 % warm-up for all but the refined schedule, 3 seeds, learning rates \
        of ratio 2. The refined schedule is recorded along linear decay, at its best learning \
        rate, on seed 0. The paper trains ten networks of up to hundreds of millions of \
        parameters: these are smaller by four orders of magnitude.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "linear-is-optimal",
            "Reproduced if the ratio of the last iterate's error to D G/sqrt T is at most 1 + 1e-12"
                + " for linear decay on random and on searched maxima of linear functions, 1 on the"
                + " worst case, and above 1 for flat steps where searched; partly without the"
                + " last."),
        Claim.of(
            entry(),
            "linear-convex",
            "A pair of data and optimizer counts if flat's excess loss is at least twice linear's,"
                + " linear's is below that of 1/t, 1/sqrt t and steps, and at most 1.25 times"
                + " cosine's. Reproduced on all but one pair, partly on half."),
        Claim.of(
            entry(),
            "refined-convex",
            "Reproduced if refined (power 2 for SGD, 1 for Adam) is below linear by more than one"
                + " standard error of the paired difference on a majority of the pairs."),
        Claim.of(
            entry(),
            "linear-deep",
            "Reproduced if on every problem linear's validation loss is below flat's by more than"
                + " one standard error of the paired difference and not above cosine's by more than"
                + " one; partly if on some."),
        Claim.of(
            entry(),
            "refined-deep",
            "Reproduced if refined is below linear by more than one standard error of the paired"
                + " difference on at least two of the three problems."),
        Claim.of(
            entry(),
            "warm-up-and-annealing",
            "Reproduced if on every problem the refined schedule starts below 0.5 and is below 0.25"
                + " at three quarters of the run; partly if on some."));
  }

  @Override
  public double minutes() {
    return 6;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    Shapes.run(findings);
    findings.add(Theorem.run(context));
    new Convex(context).run(findings);
    new Deep(context).run(findings);
    return findings;
  }
}
