package org.gradus.lab.recipes.subgm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Verdict;

/** The smaller the start, the smaller the error. */
final class SmallStarts {
  private static final double OUTLIERS = 0.1;
  private static final double[] ALPHAS = {1e-1, 1e-3, 1e-6};

  private final Trials trials;

  SmallStarts(Trials trials) {
    this.trials = trials;
  }

  void run(Findings findings) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    List<Series> series = new ArrayList<>();
    double[] errors = new double[ALPHAS.length];
    for (int a = 0; a < ALPHAS.length; a++) {
      Setting setting =
          Setting.spectral(trials.measurements(), OUTLIERS, trials.dimension(), ALPHAS[a]);
      errors[a] = trials.error(setting);
      String name = String.format(Locale.ROOT, "alpha = %.0e", ALPHAS[a]);
      numbers.put("median error, " + name, errors[a]);
      series.add(Series.of(name, trials.abscissas(setting), curve(setting)));
    }
    boolean steep = errors[0] >= 3 * errors[1] && errors[1] >= 100 * errors[2];
    boolean falls = errors[0] > errors[1] && errors[1] > errors[2];
    findings.add(
        new Finding(
            "error-vanishes-with-alpha",
            steep ? Verdict.REPRODUCED : falls ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            "At the full width, with a tenth of the values corrupted."));
    findings.add(
        new Plot(
            "small-starts",
            "Error over steps by the size of the start, full width, a tenth corrupted",
            Axis.linear("step"),
            Axis.logarithmic("median error"),
            series));
  }

  private double[] curve(Setting setting) {
    List<Trials.Outcome> outcomes = trials.run(setting, 5);
    return IntStream.range(0, outcomes.get(0).curve().length)
        .mapToDouble(i -> Trials.median(outcomes.stream().mapToDouble(o -> o.curve()[i]).toArray()))
        .toArray();
  }
}
