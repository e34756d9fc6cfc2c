package org.gradus.lab.recipes.tram;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;

/** The rules on accuracy, flatness and hard domains. */
final class Judgement {
  private final Transfer transfer;
  private final String chosen;

  Judgement(Transfer transfer) {
    this.transfer = transfer;
    chosen = transfer.chosen();
  }

  /** The chosen variant minus another method, seed by seed. */
  private Sample over(String other, ToDoubleFunction<Transferred> value) {
    return transfer.sample(chosen, value).minus(transfer.sample(other, value));
  }

  private static boolean above(Sample difference) {
    return difference.mean() - difference.ci95() > 0;
  }

  private boolean better(Map<String, Double> numbers, String other) {
    Sample difference = over(other, Transferred::zeroShot);
    numbers.put(chosen + " - " + other + ", points", difference.mean());
    numbers.put("half width of its 95 % interval, " + other, difference.ci95());
    return above(difference);
  }

  /** Compares with each, so that the numbers of all are told. */
  private boolean betterThanAll(Map<String, Double> numbers, String... others) {
    boolean all = true;
    for (String other : others) {
      boolean better = better(numbers, other);
      all = all && better;
    }
    return all;
  }

  Finding zeroShot() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    boolean sharpness = betterThanAll(numbers, Methods.ADAM, Methods.ASAM);
    boolean trust = betterThanAll(numbers, Methods.R3F, Methods.TRPO);
    boolean controls =
        transfer.hasControls() && betterThanAll(numbers, Transfer.CONSTANT, Transfer.PERMUTED);
    Verdict verdict =
        !sharpness
            ? Verdict.NOT_REPRODUCED
            : trust && controls ? Verdict.REPRODUCED : Verdict.PARTLY;
    String note =
        !sharpness
            ? "No difference to Adam or ASAM can be told at this scale."
            : !trust
                ? "Better than sharpness-aware methods only, not than the plain regularizers."
                : controls
                    ? "Better than all, and than a constant or reordered radius."
                    : "A constant or reordered radius does as well: the radius, not the trust"
                        + " region.";
    return new Finding("zero-shot", verdict, numbers, note + " Variant: " + chosen + ".");
  }

  Finding flatness() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    boolean all = true;
    for (String other : List.of(Methods.ADAM, Methods.ASAM)) {
      Sample difference = over(other, Transferred::sharpness);
      numbers.put("sharpness, " + chosen + " - " + other, difference.mean());
      numbers.put("half width of its 95 % interval, " + other, difference.ci95());
      all &= difference.mean() + difference.ci95() < 0;
    }
    return new Finding(
        "flatness",
        Verdict.of(all),
        numbers,
        "Plain loss on the whole tuning set, one ascent step of length 0.05. Variant: "
            + chosen
            + ".");
  }

  /** Domains whose accuracy falls while the source's rises, over ASAM's checkpoints. */
  Finding hardDomains() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    double gains = 0;
    double hard = 0;
    int count = 0;
    int others = RotatedDigits.DEGREES.size() - 1;
    for (int d = 1; d <= others; d++) {
      int domain = d;
      String name = RotatedDigits.DEGREES.get(d) + " degrees";
      double gain = over(Methods.ASAM, run -> run.end()[domain]).mean();
      double correlation =
          transfer.sample(Methods.ASAM, run -> correlation(run.course(), domain)).mean();
      numbers.put(name + ", gain over ASAM, points", gain);
      numbers.put(name + ", rank correlation with the source", correlation);
      gains += gain / others;
      if (correlation < 0) {
        hard += gain;
        count++;
      }
    }
    if (count == 0) {
      return new Finding(
          "hard-domains",
          null,
          numbers,
          "not run: no domain's accuracy falls while the source's rises, so none is"
              + " anticorrelated.");
    }
    boolean larger = hard / count > gains && hard > 0;
    return new Finding(
        "hard-domains",
        Verdict.of(larger),
        numbers,
        count + " of " + others + " domains are anticorrelated.");
  }

  /** Kendall's: pairs of checkpoints in the same order minus those in opposite order, per pair. */
  private static double correlation(List<double[]> course, int domain) {
    int n = course.size();
    return IntStream.range(0, n * n)
            .mapToDouble(
                k -> {
                  double[] a = course.get(k / n);
                  double[] b = course.get(k % n);
                  return Math.signum(a[0] - b[0]) * Math.signum(a[domain] - b[domain]);
                })
            .sum()
        / Math.max(1, n * (n - 1));
  }
}
