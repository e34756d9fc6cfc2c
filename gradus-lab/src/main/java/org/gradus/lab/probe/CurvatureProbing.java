package org.gradus.lab.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.core.Trace;
import org.gradus.curvature.Estimate;
import org.gradus.curvature.ExtremeEigenvalues.Eigenvalue;
import org.gradus.curvature.SpectralDensity;
import org.gradus.curvature.probe.CurvatureProbe;
import org.gradus.curvature.probe.CurvatureReport;
import org.gradus.curvature.stability.StabilityReport;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.solve.Answer;

/**
 * The curvature of a saved model's loss: trace, norm, eigenvalues, spectrum, sharpness, and what
 * they say about learning rates.
 */
public final class CurvatureProbing {
  private static final int GRID = 200;
  private static final double WIDTH_SHARE = 0.01;

  /**
   * What is asked for.
   *
   * @param examples most examples it is measured on
   * @param batchSize examples of one mini-batch, whose noise is measured
   * @param learningRate a rate to judge, if any
   * @param seed decides probes and starting vectors
   */
  public record Request(int examples, int batchSize, OptionalDouble learningRate, long seed) {}

  private CurvatureProbing() {}

  /** Measures and tells. */
  public static Answer measure(ProbedModel model, Request request, Monitor monitor) {
    List<Trace.Point> trace = new ArrayList<>();
    Monitor recording =
        new Monitor() {
          @Override
          public void report(Trace.Point point) {
            trace.add(point);
          }
        };
    CurvatureReport report =
        CurvatureProbe.measure(
            model.theta(),
            model.batches(request.examples(), request.batchSize()),
            CurvatureProbe.Config.standard(),
            RandomSource.seeded(request.seed()),
            monitor.and(recording));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", model.card().model().text());
    facts.put("parameters", String.valueOf(report.parameters()));
    facts.put("examples", String.valueOf(report.examples()));
    facts.put("examples of a mini-batch", String.valueOf(report.batch()));
    return new Answer(
        "probe-curvature",
        "curvature of %s on %s".formatted(model.card().model().text(), model.dataset().name()),
        "Lanczos, stochastic Lanczos quadrature and random probes",
        facts,
        report.status(),
        "%d products with the whole set's matrices".formatted(report.products()),
        numbers(report, request),
        trace,
        new Answer.Details(List.of(density(report.density())), List.of(table(report)), List.of()),
        List.of());
  }

  private static Map<String, Double> numbers(CurvatureReport report, Request request) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("loss", report.here().loss());
    numbers.put("gradient norm", report.here().gradientNorm());
    put(numbers, "Hessian trace", report.traces().trace());
    put(numbers, "Hessian Frobenius norm", report.traces().frobenius());
    numbers.put("largest Hessian eigenvalue", report.largest().first().value());
    numbers.put("smallest Hessian eigenvalue", report.smallest().first().value());
    numbers.put("SAM-sharpness, rho " + report.sam().rho(), report.sam().sharpness());
    put(numbers, "Gauss-Newton trace", report.gaussNewton().trace());
    numbers.put("largest Gauss-Newton eigenvalue", report.gaussNewton().largest().value());
    report
        .gradientDescent()
        .ifPresent(r -> numbers.put("learning rate suggested to descent", r.learningRate()));
    report
        .heavyBall()
        .ifPresent(
            r -> {
              numbers.put("learning rate suggested with momentum", r.learningRate());
              numbers.put("momentum suggested", r.momentum());
            });
    numbers.put("damping suggested to Adam", report.damping(1e-8));
    request.learningRate().ifPresent(rate -> judge(numbers, report, rate));
    return numbers;
  }

  /** 1 is at the limit; beyond it the present minimum cannot be kept. */
  private static void judge(Map<String, Double> numbers, CurvatureReport report, double rate) {
    StabilityReport stability = report.stability(rate, report.batch());
    numbers.put("share of descent's limit at this rate", stability.shareOfEigenvalueLimit());
    numbers.put("share of SGD's trace limit at this rate", stability.shareOfTraceLimit());
  }

  private static void put(Map<String, Double> numbers, String name, Estimate estimate) {
    numbers.put(name, estimate.value());
    numbers.put(name + ", standard error", estimate.standardError());
  }

  private static Table table(CurvatureReport report) {
    Table.Builder table =
        Table.titled("Extreme eigenvalues of the Hessian", "end", "value", "within");
    rows(table, "largest", report.largest().eigenvalues());
    rows(table, "smallest", report.smallest().eigenvalues());
    return table.build();
  }

  private static void rows(Table.Builder table, String end, List<Eigenvalue> eigenvalues) {
    for (Eigenvalue e : eigenvalues) {
      table.row(
          end,
          String.format(Locale.ROOT, "%.6g", e.value()),
          String.format(Locale.ROOT, "%.1e", e.error()));
    }
  }

  private static Plot density(SpectralDensity spectrum) {
    double width = Math.max(1e-12, WIDTH_SHARE * (spectrum.largest() - spectrum.smallest()));
    SpectralDensity.Curve curve = spectrum.curve(GRID, width);
    return new Plot(
        "density",
        "Spectral density of the Hessian",
        Plot.Axis.linear("eigenvalue"),
        Plot.Axis.logarithmic("density"),
        List.of(Plot.Series.of("density", curve.at(), curve.density())));
  }
}
