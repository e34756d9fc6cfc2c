package org.gradus.lab.recipes.tram;

import java.util.List;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of TRAM (arXiv 2310.03646) on digits turned by up to 60 degrees. */
public final class TramRecipe implements Recipe {
  @Override
  public String id() {
    return "tram";
  }

  @Override
  public String description() {
    return """
        MNIST averaged to 14 x 14 pixels; rotations by 0, 20, 40 and 60 degrees stand for \
        languages. A 196-128-64-10 ReLU network is pre-trained on all four (4000 digits, Adam, 1200 \
        steps of 128), then its body and a new head are tuned to tell odd from even on 300 upright \
        digits alone (Adam, 500 steps of 32, learning rate falling to 0), and judged on 2000 \
        digits, upright and turned. For every method the learning rate (four factors of about 3, \
        extended at the edges) and four settings of its own (radius; weight; noise and scale) are \
        chosen by the loss on 1000 held-out upright digits of seed 0, and so is the TRAM variant \
        that enters the verdicts, among those that measure a distance; results are from seeds 1 to \
        10, each with its own pre-trained network and tuning digits, paired. Controls: ASAM with \
        the chosen variant's mean distance as its radius, and TRAM with its distances in random \
        order. Not tested: XNLI, language models, vision transformers, CIFAR-10 with corruptions: \
        too large.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "zero-shot",
            "Mean accuracy on the turned digits: reproduced if the chosen TRAM variant is above"
                + " Adam, ASAM, R3F and TRPO and above both controls, every 95 % interval of the"
                + " paired difference above 0; partly if above Adam and ASAM but not above a"
                + " regularizer or a control."),
        Claim.of(
            entry(),
            "flatness",
            "Rise of the loss on the tuning set one ascent step of length 0.05 away: reproduced if"
                + " the chosen variant's is below Adam's and ASAM's, 95 % intervals of the paired"
                + " differences below 0."),
        Claim.of(
            entry(),
            "cost",
            "Median step time: reproduced if every variant that measures a distance takes at most"
                + " 1.25 times ASAM's."),
        Claim.of(
            entry(),
            "hard-domains",
            "A domain is anticorrelated if over ASAM's checkpoints the rank correlation of its"
                + " accuracy with the source's is below 0: reproduced if the mean gain over ASAM"
                + " there is positive and exceeds the mean gain over all domains."));
  }

  @Override
  public double minutes() {
    return 4;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    if (!NamedData.standard().isPresent(RotatedDigits.NAME)) {
      claims()
          .forEach(
              claim ->
                  findings.add(
                      Finding.notRun(
                          claim.id(),
                          "MNIST is not on this machine; set GRADUS_DATA to the folder that holds"
                              + " it")));
      return findings;
    }
    Setup setup = new Setup(context);
    Transfer transfer = new Transfer(context, setup);
    transfer.run();
    Judgement judgement = new Judgement(transfer);
    findings.add(judgement.zeroShot()).add(judgement.flatness()).add(judgement.hardDomains());
    Cost.run(context, setup, transfer, findings);
    Tables.add(transfer, findings);
    return findings;
  }
}
