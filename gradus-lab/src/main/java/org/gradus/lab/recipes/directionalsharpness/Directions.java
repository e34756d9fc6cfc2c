package org.gradus.lab.recipes.directionalsharpness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Judges what was seen on the transformer's trajectories; the first step of each is not judged. */
final class Directions {
  static final double MUCH_FLATTER = 0.6;
  static final double LITTLE_LEFT = 0.4;
  static final double MOST_LEFT = 0.7;

  private final Map<String, List<Trajectory>> drivers;

  /** With the trajectories of each driver, Adam's among them. */
  Directions(Map<String, List<Trajectory>> drivers) {
    this.drivers = drivers;
  }

  void judge(Findings findings) {
    findings.add(flatter()).add(fewCoordinates()).add(decrease());
    drivers.forEach((name, seeds) -> findings.add(sharpnessTable(name, seeds)));
    findings.add(maskTable()).add(decreaseTable()).add(plot());
  }

  private List<Trajectory> ofAdam() {
    return drivers.get(Candidates.ADAM);
  }

  private static int step(List<Trajectory> seeds, int i) {
    return seeds.get(0).observations().get(i).step();
  }

  private static int points(List<Trajectory> seeds) {
    return seeds.get(0).observations().size();
  }

  private static double ratio(List<Trajectory> seeds, int i, String direction) {
    return Trajectory.median(seeds, i, o -> o.ratio(direction));
  }

  private Finding flatter() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    List<String> failed = new ArrayList<>();
    int drivenAsClaimed = 0;
    for (Map.Entry<String, List<Trajectory>> driver : drivers.entrySet()) {
      List<Trajectory> seeds = driver.getValue();
      int before = failed.size();
      for (int i = 1; i < points(seeds); i++) {
        double adam = ratio(seeds, i, Candidates.ADAM);
        double clippedSgd = ratio(seeds, i, Candidates.CLIPPED_SGD);
        double clippedAdam = ratio(seeds, i, Candidates.CLIPPED_ADAM);
        String at = "driver %s, step %d".formatted(driver.getKey(), step(seeds, i));
        numbers.put(at + ": Adam / |SGD|", adam);
        numbers.put(at + ": SGD clipped / |SGD|", clippedSgd);
        numbers.put(at + ": Adam clipped / |SGD|", clippedAdam);
        require(adam < MUCH_FLATTER, at + ": Adam", failed);
        require(clippedSgd < 1, at + ": SGD clipped", failed);
        require(clippedAdam < adam, at + ": Adam clipped", failed);
      }
      drivenAsClaimed += failed.size() == before ? 1 : 0;
    }
    Verdict verdict =
        failed.isEmpty()
            ? Verdict.REPRODUCED
            : drivenAsClaimed > 0 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    String note = failed.isEmpty() ? "All hold." : "Failed: " + failed + ".";
    return new Finding("adaptive-directions-are-flatter", verdict, numbers, note);
  }

  private static void require(boolean holds, String what, List<String> failed) {
    if (!holds) {
      failed.add(what);
    }
  }

  private Finding fewCoordinates() {
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (Trajectory trajectory : ofAdam()) {
      for (Observation observation : trajectory.observations()) {
        most = Math.max(most, observation.rest().get(Observer.largest(0.01)));
        least = Math.min(least, observation.rest().get(Observer.random(0.1)));
      }
    }
    boolean few = most < LITTLE_LEFT;
    boolean random = least > MOST_LEFT;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("most that is left without the largest 1 %", most);
    numbers.put("least that is left without a random 10 %", least);
    Verdict verdict =
        few && random ? Verdict.REPRODUCED : few ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        "few-coordinates",
        verdict,
        numbers,
        "The largest entries also carry much of the direction's square; the table has both.");
  }

  private Finding decrease() {
    List<Trajectory> seeds = ofAdam();
    Map<String, Double> numbers = new LinkedHashMap<>();
    boolean ordered = true;
    boolean aboveSgd = true;
    for (int i = 1; i < points(seeds); i++) {
      double sgd = decrease(seeds, i, Candidates.SGD);
      double clippedSgd = decrease(seeds, i, Candidates.CLIPPED_SGD);
      double adam = decrease(seeds, i, Candidates.ADAM);
      double clippedAdam = decrease(seeds, i, Candidates.CLIPPED_ADAM);
      String at = "step %d: ".formatted(step(seeds, i));
      numbers.put(at + "SGD", sgd);
      numbers.put(at + "SGD clipped", clippedSgd);
      numbers.put(at + "Adam", adam);
      numbers.put(at + "Adam clipped", clippedAdam);
      ordered &= clippedAdam >= adam && adam >= clippedSgd && clippedSgd > sgd;
      aboveSgd &= clippedAdam > sgd && adam > sgd && clippedSgd > sgd;
    }
    Verdict verdict =
        ordered ? Verdict.REPRODUCED : aboveSgd ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        "local-decrease", verdict, numbers, "Largest decrease along the line, driver Adam.");
  }

  private static double decrease(List<Trajectory> seeds, int i, String direction) {
    return Trajectory.median(seeds, i, o -> o.decrease().get(direction));
  }

  private static Table sharpnessTable(String driver, List<Trajectory> seeds) {
    return table(
        "Directional sharpness over |SGD's|, driver " + driver + ", medians over seeds",
        seeds,
        first(seeds).sharpness().keySet(),
        (direction, i) ->
            direction.equals(Candidates.SGD)
                ? "%.3g (absolute)"
                    .formatted(Trajectory.median(seeds, i, o -> o.sharpness().get(direction)))
                : "%.3g".formatted(ratio(seeds, i, direction)));
  }

  private Table maskTable() {
    List<Trajectory> seeds = ofAdam();
    return table(
        "SGD's direction without some entries: sharpness left (part of the square left)",
        seeds,
        first(seeds).rest().keySet(),
        (removed, i) ->
            "%.2f (%.2f)"
                .formatted(
                    Trajectory.median(seeds, i, o -> o.rest().get(removed)),
                    Trajectory.median(seeds, i, o -> o.share().get(removed))));
  }

  private Table decreaseTable() {
    List<Trajectory> seeds = ofAdam();
    return table(
        "Largest decrease of the loss along each direction, driver Adam, medians over seeds",
        seeds,
        first(seeds).decrease().keySet(),
        (direction, i) -> "%.4f".formatted(decrease(seeds, i, direction)));
  }

  private static Observation first(List<Trajectory> seeds) {
    return seeds.get(0).observations().get(0);
  }

  private static Table table(
      String title,
      List<Trajectory> seeds,
      Set<String> rows,
      BiFunction<String, Integer, String> cell) {
    List<String> columns = new ArrayList<>(List.of("direction"));
    for (int i = 0; i < points(seeds); i++) {
      columns.add("step " + step(seeds, i));
    }
    List<List<String>> cells = new ArrayList<>();
    for (String row : rows) {
      List<String> line = new ArrayList<>(List.of(row));
      for (int i = 0; i < points(seeds); i++) {
        line.add(cell.apply(row, i));
      }
      cells.add(line);
    }
    return new Table(title, columns, cells);
  }

  private Plot plot() {
    List<Trajectory> seeds = ofAdam();
    double[] steps = new double[points(seeds)];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = step(seeds, i);
    }
    List<Series> series = new ArrayList<>();
    for (String direction : first(seeds).sharpness().keySet()) {
      double[] sharpness = new double[steps.length];
      for (int i = 0; i < steps.length; i++) {
        sharpness[i] = Trajectory.median(seeds, i, o -> o.sharpness().get(direction));
      }
      series.add(Series.of(direction, steps, sharpness));
    }
    return new Plot(
        "sharpness",
        String.format(
            Locale.ROOT, "Directional sharpness on Adam's way, medians of %d seeds", seeds.size()),
        Axis.logarithmic("step"),
        Axis.logarithmic("sharpness"),
        series);
  }
}
