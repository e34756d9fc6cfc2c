package org.gradus.lab.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Tensors;
import org.gradus.core.Trace;
import org.gradus.lab.data.SpectralImage;
import org.gradus.lab.page.Picture;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Table;
import org.gradus.unmixing.RobustUnmixing;
import org.gradus.unmixing.UnmixingCertificate;
import org.gradus.unmixing.UnmixingProblem;
import org.gradus.unmixing.UnmixingSolution;

/** Spectral unmixing of a user's image: pure spectra and a map of each one's share. */
public final class UnmixingSolving {
  /** The methods by name, the default one first. */
  public enum Method {
    /** Robust channels and learned sparsity. */
    RRLBS("robust channels, learned sparsity"),
    /** Robust channels without penalty. */
    ROBUST("robust channels"),
    /** Plain non-negative factorisation. */
    NMF("plain NMF"),
    /** With an l1 penalty. */
    L1("NMF, l1 penalty"),
    /** With an l1/2 penalty. */
    HALF("NMF, l1/2 penalty");

    private final String title;

    Method(String title) {
      this.title = title;
    }

    private RobustUnmixing.Config config() {
      return switch (this) {
        case RRLBS -> RobustUnmixing.Config.rrlbs();
        case ROBUST -> RobustUnmixing.Config.rowWiseNmf();
        case NMF -> RobustUnmixing.Config.nmf();
        case L1 -> RobustUnmixing.Config.l1Nmf();
        case HALF -> RobustUnmixing.Config.halfNmf();
      };
    }
  }

  private UnmixingSolving() {}

  /**
   * The problem of an image, scaled to a largest value of 1.
   *
   * @throws IllegalArgumentException if there are more endmembers than channels or pixels
   */
  public static UnmixingProblem problem(SpectralImage image, int endmembers) {
    return image.normalised().unmixing(Check.atLeast("endmembers", endmembers, 1));
  }

  /** Solves and tells; endmembers and abundances are CSV files. */
  public static Answer solve(
      UnmixingProblem problem, Method method, Optional<Integer> limit, Monitor monitor) {
    RobustUnmixing.Config config = method.config();
    config = config.withLimit(limit.orElse(config.maxIterations()), config.tolerance());
    UnmixingSolution solution = new RobustUnmixing(config).solve(problem, monitor);
    double[] endmembers = Tensors.doubles(solution.endmembers());
    double[] abundances = Tensors.doubles(solution.abundances());
    List<Trace.Point> trace = solution.trace().points();
    return new Answer(
        "solve-unmix",
        "unmixing %d pixels of %d channels into %d spectra"
            .formatted(problem.pixels(), problem.channels(), problem.endmembers()),
        method.title,
        Map.of("lines", String.valueOf(problem.lines())),
        solution.status(),
        solution.message(),
        certificate(solution.certificate()),
        trace,
        new Answer.Details(
            List.of(
                spectra(problem, endmembers),
                Convergence.overIterations("objective", trace, Trace.Point::objective)),
            warnings(solution.warnings()),
            maps(problem, abundances)),
        List.of(
            CsvText.matrix("endmembers.csv", endmembers, problem.endmembers()),
            CsvText.matrix("abundances.csv", abundances, problem.pixels())));
  }

  private static Map<String, Double> certificate(UnmixingCertificate c) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("relative residual", c.relativeResidual());
    numbers.put("sum of the channels' residual norms", c.rowWiseLoss());
    numbers.put("objective", c.objective());
    numbers.put("stationarity of endmembers", c.endmemberStationarity());
    numbers.put("largest error of an abundance's sum", c.sumToOneError());
    return numbers;
  }

  private static List<Table> warnings(List<String> warnings) {
    if (warnings.isEmpty()) {
      return List.of();
    }
    Table.Builder table = Table.titled("What to know of this answer", "warning");
    warnings.forEach(table::row);
    return List.of(table.build());
  }

  private static Plot spectra(UnmixingProblem problem, double[] endmembers) {
    int k = problem.endmembers();
    List<Plot.Series> series = new ArrayList<>();
    for (int c = 0; c < k; c++) {
      double[] channel = new double[problem.channels()];
      double[] value = new double[problem.channels()];
      for (int l = 0; l < channel.length; l++) {
        channel[l] = l + 1.0;
        value[l] = endmembers[l * k + c];
      }
      series.add(Plot.Series.of("spectrum " + (c + 1), channel, value));
    }
    return new Plot(
        "endmembers",
        "Endmembers",
        Plot.Axis.linear("channel"),
        Plot.Axis.linear("value, largest of the image 1"),
        series);
  }

  /** One picture a spectrum, white where it is alone; none where pixels have no places. */
  private static List<Picture> maps(UnmixingProblem problem, double[] abundances) {
    if (problem.lines() == 1) {
      return List.of();
    }
    List<Picture> maps = new ArrayList<>();
    int n = problem.pixels();
    for (int c = 0; c < problem.endmembers(); c++) {
      double[] map = Arrays.copyOfRange(abundances, c * n, (c + 1) * n);
      maps.add(Picture.grey("share of spectrum " + (c + 1), map, n / problem.lines(), 0, 1));
    }
    return maps;
  }
}
