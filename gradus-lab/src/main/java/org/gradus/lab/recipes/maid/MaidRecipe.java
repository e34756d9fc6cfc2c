package org.gradus.lab.recipes.maid;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of MAID (arXiv 2308.10098) on quadratics, digits and denoising. */
public final class MaidRecipe implements Recipe {
  @Override
  public String id() {
    return "maid";
  }

  @Override
  public String description() {
    return """
    The paper's quadratic (1000 x 10, five instances, 40,000 lower-level gradients) with MAID, \
    the same with frozen accuracies, and HOAG's three sequences; a ridge for every weight of \
    multinomial logistic regression on 8 x 8 digits (600 train, 600 held out, 597 test); \
    total-variation denoising learned on a 96 x 96 mosaic of enlarged digits with noise 0.1 and \
    tried on another; a field of experts with 8 filters on a 48 x 48 mosaic. Work is lower-level \
    gradients and conjugate-gradient iterations everywhere, all methods share the accelerated \
    lower-level solver. The paper has MNIST, Kodak and 48 filters, and publishes curves only.\
    """;
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "robust-to-start",
            "Quadratic, geometric means over instances. Reproduced if the final gaps of MAID's"
                + " three first accuracies are within 10 % of their smallest, those of first steps"
                + " from 1e-5 to 10 within 25 %, and every frozen accuracy ends above MAID."
                + " Not reproduced if the gaps of the three differ by more than 2x or a frozen"
                + " accuracy ends below. Partly otherwise."),
        Claim.of(
            entry(),
            "beats-fixed-schedules",
            "Reproduced if every HOAG sequence ends above MAID on the quadratic (geometric mean)"
                + " and on the digits (held-out loss). Not reproduced if one ends below MAID on"
                + " both, or reaches MAID's final loss with less than 0.8 of its work on both."
                + " Partly otherwise."),
        Claim.of(
            entry(),
            "learns-denoising",
            "Reproduced if the six pairs' final losses are within 1 % of their smallest and the"
                + " PSNR gains at least 3 dB on both mosaics. Partly if one of the two."),
        Claim.of(
            entry(),
            "monotone",
            "Tight solves at every accepted step of a quadratic (40 x 4) and of a denoising"
                + " problem (24 x 24), rigorous constants. Reproduced if no step raises the true"
                + " loss and the true gradient falls to 1e-6 of its first value in both. Not"
                + " reproduced if a step raises it. Partly otherwise."));
  }

  @Override
  public double minutes() {
    return 3;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    Rivals quadratics = new Quadratics(context).run(findings);
    Rivals ridges = new Ridges(context).run(findings);
    findings.add(Rivals.judge(quadratics, ridges));
    new Denoising(context).run(findings);
    new Monotone(context).run(findings);
    new Experts(context).run(findings);
    return findings;
  }
}
