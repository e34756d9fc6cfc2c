package org.gradus.lab.recipes.saf;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;

/** The rules for accuracy and flatness, the same for SAF and MESA. */
final class Verdicts {
  static final double LEAST_GAIN = 0.5;
  static final double NEAR_SAM = 1;
  static final double SHARE_OF_SAM = 0.5;

  private Verdicts() {}

  static boolean below(Sample difference) {
    return difference.mean() + difference.ci95() < 0;
  }

  private static boolean above(Sample difference) {
    return difference.mean() - difference.ci95() > 0;
  }

  private static boolean gains(Results results, Contender contender) {
    Sample gain = results.accuracy(contender).minus(results.accuracy(Contender.SGD));
    return gain.mean() >= LEAST_GAIN && above(gain);
  }

  /** Accuracy on false labels; what happens on true ones is told. */
  static Finding accuracy(String claim, Contender contender, Results noisy, Results clean) {
    Sample sgd = noisy.accuracy(Contender.SGD);
    Sample gain = noisy.accuracy(contender).minus(sgd);
    Sample toSam = noisy.accuracy(contender).minus(noisy.accuracy(Contender.SAM));
    boolean gains = gains(noisy, contender);
    boolean near = toSam.mean() >= -NEAR_SAM;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put(contender + " - SGD, points", gain.mean());
    numbers.put("half width of its 95 % interval", gain.ci95());
    numbers.put(contender + " - SAM, points", toSam.mean());
    double smoothed = noisy.accuracy(Contender.SMOOTHED).minus(sgd).mean();
    double average = noisy.average(Contender.SGD).minus(sgd).mean();
    double permuted = noisy.accuracy(Contender.PERMUTED).minus(sgd).mean();
    numbers.put("control, smoothed labels - SGD", smoothed);
    numbers.put("control, weight average of SGD - SGD", average);
    numbers.put("control, permuted references - SGD", permuted);
    Sample cleanGain = clean.accuracy(contender).minus(clean.accuracy(Contender.SGD));
    numbers.put("with true labels, " + contender + " - SGD", cleanGain.mean());
    boolean controlled = Math.max(smoothed, Math.max(average, permuted)) < gain.mean();
    String note =
        (controlled
                ? "No control gains as much."
                : "A control gains as much, so the trajectory is not what does it here.")
            + (gains && !gains(clean, contender)
                ? " The gain is there with false labels only, not with true ones."
                : "");
    Verdict verdict =
        gains && near ? Verdict.REPRODUCED : gains ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(claim, verdict, numbers, note);
  }

  /** Sharpness and eigenvalue below SGD's at equal training loss, and half of SAM's reduction. */
  static Finding flatness(String claim, Contender contender, Results noisy) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    boolean sharpness =
        reduces(
            numbers,
            "SAM sharpness",
            noisy.againstSgd(contender, Landscape::sharpness),
            noisy.againstSgd(Contender.SAM, Landscape::sharpness));
    boolean eigenvalue =
        reduces(
            numbers,
            "top eigenvalue",
            noisy.againstSgd(contender, Landscape::eigenvalue),
            noisy.againstSgd(Contender.SAM, Landscape::eigenvalue));
    return new Finding(
        claim,
        Verdict.of(sharpness && eigenvalue),
        numbers,
        String.format(
            Locale.ROOT,
            "Sharpness %s the rule and the eigenvalue %s, each against SGD's own path at the same"
                + " training loss.",
            sharpness ? "meets" : "does not meet",
            eigenvalue ? "does" : "does not"));
  }

  private static boolean reduces(Map<String, Double> numbers, String name, Sample own, Sample sam) {
    numbers.put(name + " - SGD's at equal loss", own.mean());
    numbers.put(name + ", half width of its 95 % interval", own.ci95());
    numbers.put(name + " of SAM - SGD's at equal loss", sam.mean());
    return below(own) && own.mean() <= SHARE_OF_SAM * sam.mean();
  }
}
