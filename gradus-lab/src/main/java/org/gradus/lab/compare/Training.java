package org.gradus.lab.compare;

import java.util.List;
import org.gradus.core.Optimizer;
import org.gradus.core.Trace;
import org.gradus.schedule.GradientNorm;
import org.gradus.schedule.GradientNormRecorder;
import org.gradus.train.Network;
import org.gradus.train.Trainer;

/** A network with its trainer, as {@link Trainings} makes them. */
final class Training {
  private final Network network;
  private final Optimizer optimizer;
  private final Trainer trainer;
  private final double selectionSeconds;
  private double secondsBefore;

  /**
   * A training at its start.
   *
   * @param selectionSeconds what choosing its examples took
   */
  Training(Network network, Optimizer optimizer, Trainer trainer, double selectionSeconds) {
    this.network = network;
    this.optimizer = optimizer;
    this.trainer = trainer;
    this.selectionSeconds = selectionSeconds;
  }

  Network network() {
    return network;
  }

  Trainer trainer() {
    return trainer;
  }

  /** The learning rate of the last step. */
  double learningRate() {
    return optimizer.learningRate();
  }

  /** Training seconds so far, those before a checkpoint and of a selection included. */
  double seconds() {
    return selectionSeconds + secondsOfSteps();
  }

  /** What {@link #secondsBefore} takes when the training is continued. */
  double secondsOfSteps() {
    List<Trace.Point> points = trainer.trace().points();
    return points.isEmpty() ? secondsBefore : points.get(points.size() - 1).seconds();
  }

  void secondsBefore(double seconds) {
    secondsBefore = seconds;
  }

  /** The norms of all steps' gradients; this training must record them. */
  GradientNorms gradientNorms() {
    GradientNormRecorder recorder = (GradientNormRecorder) optimizer;
    return new GradientNorms(recorder.norms(GradientNorm.L1), recorder.norms(GradientNorm.L2));
  }
}
