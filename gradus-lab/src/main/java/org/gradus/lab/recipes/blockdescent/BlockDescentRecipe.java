package org.gradus.lab.recipes.blockdescent;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims on block coordinate descent (arXiv 1712.08859). */
public final class BlockDescentRecipe implements Recipe {
  @Override
  public String id() {
    return "block-coordinate-descent";
  }

  @Override
  public String description() {
    return """
    The paper's data sets at reduced size, medians over 5 seeds. Rules: least squares (200 x \
    1000, a quarter of the entries, badly scaled columns), logistic regression (400 x 200 of the \
    same kind, labels a tenth flipped, ridge 1), softmax regression on 600 digits (ridge 1); 500 \
    steps with blocks of 5. Message passing: label propagation on a 30 x 30 lattice with 5 % \
    labels, unit and random weights. Active sets: non-negative L1 least squares, 100 x 200, \
    greedy blocks of 5, 20 and 50. The ridges, which the paper has not, make minima exist.\
    """;
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        claim(
            "curvature-rules",
            "Relative gap after 500 steps, fixed sorted blocks, for Lb and Hb: reproduced if each"
                + " of GSL, GSD(L), GSQ is at most a hundredth of GS and of Random on least"
                + " squares, and at most theirs on logistic and softmax, GSQ is within 10 times the"
                + " best of the three, and none is worse than Cyclic; partly if only the last"
                + " holds."),
        claim(
            "matrix-updates",
            "Reproduced if Hb is at most a hundredth of Lb for GSL, GSD(L) and GSQ on least"
                + " squares, and at most Lb on logistic and softmax."),
        claim(
            "variable-blocks",
            "Reproduced if GS with variable blocks is at most a fifth of GS with fixed ones on"
                + " least squares (at most it on logistic and softmax), and GSD(L) with variable"
                + " blocks at most GSL with fixed ones, for both updates; partly if so on least"
                + " squares only."),
        claim(
            "partitions",
            "For GSL with Lb on all three: reproduced if Sort <= Avg <= Order; partly if Sort is"
                + " the best of the three."),
        claim(
            "learned-constants",
            "Reproduced if LA is ahead of Lb after equal steps for Random, GS and GSL on logistic"
                + " and softmax."),
        claim(
            "message-passing",
            "Steps to a relative gap of 1e-8, both kinds of weights: reproduced if the greedy"
                + " forest needs fewest (its scaled variant aside), red-black at least twice and"
                + " general blocks at least ten times as many; partly if only the factors hold."),
        claim(
            "active-sets",
            "Reproduced if PN and TMP find the support at least 5 times sooner than PG with blocks"
                + " of 20 and 50, and TMP with blocks of at least the support's size ends within 5"
                + " steps of finding it; partly if one of the two."));
  }

  private Claim claim(String id, String rule) {
    return Claim.of(entry(), id, rule);
  }

  @Override
  public double minutes() {
    return 3;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    new Rules(context).run(findings);
    Trees.run(context, findings);
    ActiveSets.run(context, findings);
    return findings;
  }
}
