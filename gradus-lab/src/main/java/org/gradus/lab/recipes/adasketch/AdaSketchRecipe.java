package org.gradus.lab.recipes.adasketch;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of AdaSketch-Newton (arXiv 2305.18379). */
public final class AdaSketchRecipe implements Recipe {
  @Override
  public String id() {
    return "adasketch-newton";
  }

  @Override
  public String description() {
    return """
        Nine Hock-Schittkowski problems (the paper has 47 of CUTEst), 5 seeds of Gaussian and \
        Kaczmarz sketches at the paper's accuracy, beside exact Newton steps with the same merit \
        function, GMRES-SQP with and without adaptivity and the augmented Lagrangian, to 1e-4; \
        relative accuracies with adaptive and fixed penalties; the PDE-constrained problem with \
        N = 3 by all, N = 8 and 70 by those that can; logistic regression with 11 constraints on \
        2000 rows of mushrooms and a9a. Seconds are reported, not judged: at these sizes sketching \
        is slower than factoring.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "outer-iterations",
            "Reproduced if the worst run of both sketches needs at most 1.2 times the outer"
                + " iterations of adaptive GMRES-SQP on 75 % of the problems and at most a third of"
                + " GMRES-SQP's on 60 %; partly if one holds."),
        Claim.of(
            entry(),
            "unit-steps",
            "Reproduced if the last two steps of every run are full; partly if of 90 % of them."),
        Claim.of(
            entry(),
            "adaptivity",
            "Relative accuracies 0.5 to 1e-4: reproduced if adaptive penalties never fail and fixed"
                + " ones somewhere do; partly if they fail less often."),
        Claim.of(
            entry(),
            "rates",
            "HS79 to 1e-9, relative accuracy 0.5: reproduced if with theta = 1 the median ratio of"
                + " |grad L| over the last ten steps is in [0.3, 0.6] and with theta = min(1, |grad"
                + " L|) some ratio is below 0.01; partly if one holds."),
        Claim.of(
            entry(),
            "pde",
            "N = 3, the paper's accuracy, at most 1e6 sketches a system: reproduced if Kaczmarz"
                + " needs at most 3 and Gaussian sketches at most 4 outer iterations, and neither"
                + " more than adaptive GMRES-SQP; partly if one of them."),
        Claim.of(
            entry(),
            "logistic",
            "Reproduced if Kaczmarz sketches at the paper's accuracy, at most 1e6 a system, converge"
                + " on every draw in at most 20 outer iterations; partly if they converge."));
  }

  @Override
  public double minutes() {
    return 3;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    new OuterIterations(context).run(findings);
    Adaptivity.run(context, findings);
    Rates.run(context, findings);
    new Pde(context).run(findings);
    new Logistic(context).run(findings);
    return findings;
  }
}
