package org.gradus.lab.recipes.stability;

import java.util.SplittableRandom;
import org.gradus.core.Monitor;

/** (Stochastic) gradient descent with clipping on a small network. */
final class Descent {
  /** The loss a run must reach to count as converged. */
  static final double CONVERGED = 1e-10;

  private static final double CLIP = 50;

  private Descent() {}

  /** A network with its data; the loss is (1/2n) Σ (f − y)². */
  interface Net {
    int examples();

    /** Adds example i's gradient to what {@link #step} will use; returns its squared residual. */
    double add(int i);

    /** Moves by −rate times the sum of what was added, the mean's norm clipped; forgets it. */
    void step(double rate, int added, double clip);

    /** The squared residual of an example. */
    double squaredResidual(int i);
  }

  /**
   * Settings of a run.
   *
   * @param rate the learning rate
   * @param batch examples drawn with replacement; all of them, once each, if equal to their number
   * @param steps at most
   * @param tolerance the loss at which it stops
   */
  record Settings(double rate, int batch, int steps, double tolerance) {}

  /** Trains in place; returns the last full loss: NaN if the run diverged. */
  static double run(Net net, Settings settings, long seed, Monitor monitor) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = net.examples();
    boolean all = settings.batch() == n;
    int each = all ? 10 : 5 * n;
    double loss = loss(net);
    for (int t = 1; t <= settings.steps() && loss > settings.tolerance(); t++) {
      for (int k = 0; k < settings.batch(); k++) {
        net.add(all ? k : random.nextInt(n));
      }
      net.step(settings.rate(), settings.batch(), CLIP);
      if (t % each == 0) {
        loss = loss(net);
        if (!Double.isFinite(loss) || monitor.cancelled()) {
          return Double.NaN;
        }
      }
    }
    return loss(net);
  }

  /** (1/2n) Σ (f − y)². */
  static double loss(Net net) {
    double sum = 0;
    for (int i = 0; i < net.examples(); i++) {
      sum += net.squaredResidual(i);
    }
    return sum / (2 * net.examples());
  }
}
