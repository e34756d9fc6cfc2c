package org.gradus.lab.recipes.directionalsharpness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.State;
import org.gradus.curvature.DirectionMask;
import org.gradus.curvature.DirectionalSharpness;
import org.gradus.curvature.LineScan;
import org.gradus.curvature.PseudoUpdates;

/**
 * A driver that shows each gradient to the shadows before it moves, and looks around at chosen
 * steps.
 */
final class Observer implements Optimizer {
  private static final double[] REMOVED = {0.001, 0.01, 0.1};
  private static final double SPACING = 0.1;
  private static final int SCANNED_BATCHES = 2;

  /** When and how to look. */
  record Plan(List<Integer> steps, boolean masks, boolean scans) {}

  private final Optimizer driver;
  private final Plan plan;
  private final List<? extends Objective> batches;
  private final PseudoUpdates shadows;
  private final PseudoUpdates shares;
  private final List<Observation> seen = new ArrayList<>();
  private int step;

  Observer(Optimizer driver, Plan plan, List<? extends Objective> batches) {
    this.driver = driver;
    this.plan = plan;
    this.batches = batches;
    ParameterVector theta = driver.parameters();
    shadows = new PseudoUpdates(theta, Candidates.all(theta));
    Map<String, Optimizer> varied = plan.scans() ? Candidates.shares(theta) : Map.of();
    shares = new PseudoUpdates(theta, varied);
  }

  List<Observation> seen() {
    return seen;
  }

  @Override
  public Evaluation measure(Objective objective) {
    return driver.measure(objective);
  }

  @Override
  public void update() {
    step++;
    try (PointerScope scope = new PointerScope()) {
      Map<String, Tensor> directions = shadows.displacements();
      Map<String, Tensor> varied = shares.displacements();
      if (plan.steps().contains(step)) {
        Tensor gradient = parameters().gradient().clone();
        seen.add(look(directions, varied));
        try (NoGradGuard guard = new NoGradGuard()) {
          parameters().gradient().copy_(gradient);
        }
      }
    }
    driver.update();
  }

  private Observation look(Map<String, Tensor> directions, Map<String, Tensor> varied) {
    Observation observation = new Observation(step);
    Map<String, Tensor> asked = new LinkedHashMap<>(directions);
    asked.putAll(varied);
    Map<String, DirectionMask> masks = plan.masks() ? masks(directions) : Map.of();
    masks.forEach((name, mask) -> asked.put(name, mask.rest()));
    List<DirectionalSharpness> measures =
        DirectionalSharpness.of(batches, parameters(), List.copyOf(asked.values()));
    List<String> names = List.copyOf(asked.keySet());
    for (int i = 0; i < names.size(); i++) {
      double sharpness = measures.get(i).sharpness();
      DirectionMask mask = masks.get(names.get(i));
      if (mask == null) {
        observation.sharpness().put(names.get(i), sharpness);
      } else {
        double whole = observation.sharpness().get(Candidates.SGD);
        observation.rest().put(names.get(i), sharpness / whole);
        observation.share().put(names.get(i), mask.share());
      }
    }
    if (plan.scans()) {
      for (int i = 0; i < names.size(); i++) {
        if (!masks.containsKey(names.get(i))) {
          Tensor direction = asked.get(names.get(i));
          observation.decrease().put(names.get(i), scan(direction, measures.get(i)));
        }
      }
    }
    return observation;
  }

  private Map<String, DirectionMask> masks(Map<String, Tensor> directions) {
    Tensor direction = directions.get(Candidates.SGD);
    Map<String, DirectionMask> masks = new LinkedHashMap<>();
    for (double share : REMOVED) {
      DirectionMask largest = DirectionMask.withoutLargest(direction, share);
      masks.put(largest(share), largest);
      masks.put(
          random(share),
          DirectionMask.withoutRandom(direction, largest.removed(), RandomSource.seeded(step)));
    }
    return masks;
  }

  static String largest(double share) {
    return "largest " + 100 * share + " %";
  }

  static String random(double share) {
    return "random " + 100 * share + " %";
  }

  /** Begins at a quarter of the step that is best to second order, where there is one. */
  private double scan(Tensor direction, DirectionalSharpness measure) {
    List<? extends Objective> few = batches.subList(0, Math.min(SCANNED_BATCHES, batches.size()));
    double best = measure.bestStep();
    double spacing = best > 0 && Double.isFinite(best) ? best / 4 : SPACING;
    LineScan.Config config = LineScan.Config.of(spacing).widening();
    return LineScan.of(few, parameters(), direction, config).decrease();
  }

  @Override
  public ParameterVector parameters() {
    return driver.parameters();
  }

  @Override
  public double learningRate() {
    return driver.learningRate();
  }

  @Override
  public void learningRate(double learningRate) {
    driver.learningRate(learningRate);
  }

  @Override
  public void save(State state) {
    driver.save(state);
  }

  @Override
  public void load(State state) {
    driver.load(state);
  }
}
