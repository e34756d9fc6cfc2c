package org.gradus.lab.refine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.gradus.core.AtomicFiles;
import org.gradus.lab.compare.ComparePlan;
import org.gradus.lab.compare.GradientNorms;
import org.gradus.lab.compare.RunFolder;
import org.gradus.lab.compare.RunFolderException;
import org.gradus.lab.method.Methods;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.ledger.SvgPlot;
import org.gradus.lab.schedule.ScheduleFile;
import org.gradus.schedule.RefinedSchedule;
import org.gradus.schedule.Refinement;
import org.gradus.schedule.ScheduleShape;

/**
 * Refines the schedule of a method from the first of its finished runs in a comparison.
 *
 * @param method the method's id
 * @param run the run's number, from 0
 * @param refinement how
 * @param norms one a step
 */
public record RunRefinement(String method, int run, Refinement refinement, double[] norms) {
  /** Update rules that follow the gradient itself; all others scale its coordinates. */
  private static final Set<String> FOLLOW_THE_GRADIENT = Set.of("sgd", "nesterov");

  private static final int DRAWN_POINTS = 400;

  /**
   * The refinement that suits a method: L2 norms and power 2 for SGD and what wraps it, else L1
   * norms and power 1.
   *
   * @param smoothing see {@link Refinement}
   */
  public static Refinement suited(String method, double smoothing) {
    boolean follows = FOLLOW_THE_GRADIENT.contains(Methods.updateRule(Methods.parse(method)));
    return new Refinement(smoothing, follows ? 2 : 1);
  }

  /**
   * The refinement of a method's first finished run.
   *
   * @param method one of the comparison's
   * @throws RunFolderException if it has no finished run with a record
   */
  public static RunRefinement of(RunFolder folder, String method, Refinement refinement) {
    ComparePlan plan = folder.header().plan();
    int index = plan.methods().indexOf(method);
    for (int run = 0; run < plan.seeds(); run++) {
      GradientNorms recorded = folder.gradientNorms(index, run).orElse(null);
      if (recorded != null) {
        return new RunRefinement(method, run, refinement, recorded.of(refinement.norm()));
      }
    }
    throw new RunFolderException(
        "run folder %s has no finished run of %s with gradient norms"
            .formatted(folder.path(), method),
        null);
  }

  /** The schedule, as long as the run. */
  public RefinedSchedule schedule() {
    return refinement.refine(norms);
  }

  /**
   * Writes the schedule's document.
   *
   * @param source the run folder, for who reads it later
   */
  public void write(Path file, String source) throws IOException {
    new ScheduleFile(
            ScheduleFile.SCHEMA_VERSION,
            method,
            "%s, run %d".formatted(source, run + 1),
            refinement.norm().name(),
            refinement.power(),
            refinement.smoothing(),
            Arrays.stream(schedule().toArray()).boxed().toList())
        .write(file);
  }

  /** Writes a picture of the schedule beside linear decay and the norms, as SVG. */
  public void draw(Path file) throws IOException {
    double[] smoothed = refinement.smoothed(norms);
    double top = Arrays.stream(smoothed).max().orElseThrow();
    double[] relative = Arrays.stream(smoothed).map(g -> g / top).toArray();
    Plot plot =
        new Plot(
            "refined",
            "Schedule refined from " + method,
            Axis.linear("step"),
            Axis.linear("factor"),
            List.of(
                series("refined", schedule().toArray()),
                series("linear", linear()),
                series("norm / largest", relative)));
    AtomicFiles.write(file, SvgPlot.draw(plot));
  }

  private double[] linear() {
    var line = ScheduleShape.linear(0).over(norms.length);
    return IntStream.range(0, norms.length).mapToDouble(line::factor).toArray();
  }

  /** As many points as a picture can show. */
  private static Series series(String name, double[] values) {
    int each = Math.max(1, values.length / DRAWN_POINTS);
    int[] at = IntStream.range(0, values.length).filter(i -> i % each == 0).toArray();
    return Series.of(
        name,
        Arrays.stream(at).asDoubleStream().toArray(),
        Arrays.stream(at).mapToDouble(i -> values[i]).toArray());
  }
}
