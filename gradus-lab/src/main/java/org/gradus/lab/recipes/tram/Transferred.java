package org.gradus.lab.recipes.tram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Trace;
import org.gradus.curvature.SamSharpness;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Scores;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Piece;
import org.gradus.sharpness.OutputDistance;
import org.gradus.sharpness.Tram;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/**
 * What a fine-tuning came to; accuracies in points, one a domain, the source first.
 *
 * @param course accuracies at the checkpoints, the end last; empty if the run diverged
 * @param sharpness rise of the plain loss on the tuning set one ascent step of length 0.05 away
 * @param moved divergence of the outputs from those before fine-tuning, one a domain
 * @param distances the trust distance at each step; empty for other methods
 */
record Transferred(List<double[]> course, double sharpness, double[] moved, double[] distances) {
  private static final int CHECKPOINTS = 10;
  private static final double POINTS = 100;

  double[] end() {
    return course.isEmpty() ? filled(RotatedDigits.DEGREES.size()) : course.get(course.size() - 1);
  }

  double source() {
    return end()[0];
  }

  /** The mean over the domains not tuned on. */
  double zeroShot() {
    return otherThanSource(end());
  }

  double movedElsewhere() {
    return otherThanSource(moved);
  }

  private static double otherThanSource(double[] domains) {
    return Arrays.stream(domains, 1, domains.length).average().orElseThrow();
  }

  double meanDistance() {
    return Arrays.stream(distances).average().orElse(Double.NaN);
  }

  private static double[] filled(int count) {
    double[] values = new double[count];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  static Piece<Transferred> piece(Setup setup, Method method, long seed, Monitor monitor) {
    String key = "tram/" + setup.plan().name() + "/" + method.name() + "/seed" + seed;
    return new Piece<>(key, () -> run(setup, method, seed, monitor));
  }

  private static Transferred run(Setup setup, Method method, long seed, Monitor monitor) {
    TrainingTask task = setup.task(seed);
    TrainingTask.Session session = task.session(method, setup.plan(), seed);
    Network network = session.network();
    ParameterVector theta = session.optimizer().parameters();
    try (Tensor start = theta.values().clone()) {
      Distances distances = new Distances(session.optimizer());
      List<double[]> course = new ArrayList<>();
      int steps = setup.plan().steps();
      int chunk = Math.max(1, steps / CHECKPOINTS);
      for (int done = 0; done < steps && !monitor.cancelled(); done += chunk) {
        session.trainer().steps(Math.min(chunk, steps - done), monitor.and(distances));
        course.add(accuracies(network, setup.domains()));
      }
      BatchObjective whole =
          new BatchObjective(
              network,
              task.data().batch(RotatedDigits.all(task.data())),
              Likelihood.CATEGORICAL,
              0);
      double sharpness = SamSharpness.measure(whole, theta, SamSharpness.DEFAULT_RHO).sharpness();
      double[] moved =
          setup.domains().stream().mapToDouble(d -> moved(network, theta, start, d)).toArray();
      return new Transferred(course, sharpness, moved, distances.values());
    } catch (NonFiniteException e) {
      double[] none = filled(RotatedDigits.DEGREES.size());
      return new Transferred(List.of(), Double.NaN, none, new double[0]);
    }
  }

  private static double[] accuracies(Network network, List<TrainingData> domains) {
    return domains.stream().mapToDouble(d -> accuracy(network, d)).toArray();
  }

  private static double accuracy(Network network, TrainingData domain) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Batch batch = domain.batch(RotatedDigits.all(domain));
      return POINTS * Scores.accuracy(network.forward(batch.inputs()), batch.targets());
    }
  }

  private static double moved(
      Network network, ParameterVector theta, Tensor start, TrainingData domain) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Batch batch = domain.batch(RotatedDigits.all(domain));
      Tensor before = theta.evaluateAt(start, () -> network.forward(batch.inputs()));
      Tensor after = network.forward(batch.inputs());
      return OutputDistance.FORWARD_KL
          .between(Likelihood.CATEGORICAL, before, after, batch.targets())
          .item_double();
    }
  }

  /** Collects TRAM's distances. */
  private static final class Distances implements Monitor {
    private final Optimizer optimizer;
    private final List<Double> distances = new ArrayList<>();

    Distances(Optimizer optimizer) {
      this.optimizer = optimizer;
    }

    @Override
    public void report(Trace.Point point) {
      if (optimizer instanceof Tram tram) {
        distances.add(tram.lastStep().distance().orElseThrow());
      }
    }

    double[] values() {
      return IntStream.range(0, distances.size()).mapToDouble(distances::get).toArray();
    }
  }
}
