package org.gradus.lab.recipes.datadiet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Likelihood;
import org.gradus.core.ParameterVector;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.model.Models;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.Scores;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.Sgd;
import org.gradus.schedule.ScheduleShape;
import org.gradus.selection.Subset;
import org.gradus.train.Batch;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;

/** The data, and trainings on parts of them: all of the same number of steps. */
final class Diet {
  static final ModelSpec LARGE = new ModelSpec.Mlp(List.of(256, 128));
  static final ModelSpec SMALL = new ModelSpec.Mlp(List.of(64));
  private static final int ROWS = 10_000;
  private static final int TRAIN = 8000;
  private static final int BATCH = 128;
  private static final double RATE = 0.1;
  private static final double DECAY = 5e-4;

  private final Context context;
  private final TrainingData train;
  private final Batch test;
  private final int steps;

  /** A finished training. */
  record Result(double accuracy, double seconds) {}

  Diet(Context context) {
    this.context = context;
    int rows = context.size(TRAIN, 400);
    train = Images.mnist(0, rows);
    TrainingData rest = Images.mnist(TRAIN, context.size(ROWS, TRAIN + 200));
    Batch all = rest.batch(LongStream.range(0, rest.size()).toArray());
    test = new Batch(Tensors.keep(all.inputs()), Tensors.keep(all.targets()), all.ids());
    steps = context.size(800, 8);
  }

  Context context() {
    return context;
  }

  TrainingData train() {
    return train;
  }

  int steps() {
    return steps;
  }

  /** Steps of so many epochs over the whole data. */
  int stepsOf(int epochs) {
    return epochs * (int) ((train.size() + BATCH - 1) / BATCH);
  }

  /** The data with other labels. */
  TrainingData relabelled(long[] labels) {
    Batch all = train.batch(LongStream.range(0, train.size()).toArray());
    return TrainingData.of(Tensors.keep(all.inputs()), Tensors.keep(Tensor.create(labels)));
  }

  /** A network in training. */
  record Session(Network network, ParameterVector theta, Trainer trainer) {}

  /**
   * Prepares a training with a linearly falling learning rate.
   *
   * @param length the steps after which the rate is 0
   */
  static Session session(
      ModelSpec model, TrainingData data, double rate, int batch, int length, long seed) {
    long[] shape = {1, 28, 28};
    Network network = Models.build(model, shape, 10, Seeds.derive(seed, "weights", 0));
    return session(network, data, rate, batch, length, seed);
  }

  /** Continues with a network that is there already. */
  static Session session(
      Network network, TrainingData data, double rate, int batch, int length, long seed) {
    ParameterVector theta = ParameterVector.of(network.parameters());
    Sgd sgd = new Sgd(theta, new Sgd.Config(rate, 0.9, true, DECAY));
    Trainer.Config config = Trainer.Config.of(batch, seed).withSchedule(ScheduleShape.linear(0).over(length));
    return new Session(
        network, theta, new Trainer(network, sgd, data, Likelihood.CATEGORICAL, config));
  }

  /** The usual training. */
  Session session(TrainingData data, long seed) {
    return session(LARGE, data, RATE, BATCH, steps, seed);
  }

  /** Where scores come from: a training of the full length that is stopped early. */
  Session scoring(ModelSpec model, double rate, int batch, TrainingData data, long seed) {
    return session(model, data, rate, batch, steps, seed);
  }

  /** The usual training continued from a network. */
  Session continued(Network network, int remaining, long seed) {
    return session(network, train, RATE, BATCH, remaining, seed);
  }

  /** Trains on a subset and tests. */
  private Result result(Subset subset, TrainingData data, long seed) {
    Session session = session(subset.of(data), seed);
    session.trainer().steps(steps, context.monitor());
    return new Result(accuracy(session.network()), session.trainer().trace().last().seconds());
  }

  private double accuracy(Network network) {
    network.train(false);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return Scores.accuracy(network.forward(test.inputs()), test.targets());
    }
  }

  /** Which examples a training of a seed sees; random subsets differ from seed to seed. */
  @FunctionalInterface
  interface Choice {
    Subset of(long seed);
  }

  /**
   * Test accuracies, one a seed.
   *
   * @param name says how the subset was chosen, for piece keys
   */
  Sample accuracies(String name, Choice choice, TrainingData data, int seeds) {
    return sample(results(name, choice, data, seeds));
  }

  /** Test accuracies on the usual data. */
  Sample accuracies(String name, Choice choice, int seeds) {
    return accuracies(name, choice, train, seeds);
  }

  List<Result> results(String name, Choice choice, TrainingData data, int seeds) {
    List<Piece<Result>> pieces = new ArrayList<>();
    for (long seed : context.seeds(seeds)) {
      String key = String.format(Locale.ROOT, "train/%s/steps%d/seed%d", name, steps, seed);
      pieces.add(new Piece<>(key, () -> result(choice.of(seed), data, seed)));
    }
    return context.pieces(Result.class, pieces);
  }

  private static Sample sample(List<Result> results) {
    return new Sample(results.stream().mapToDouble(Result::accuracy).toArray());
  }

  /** The number of examples in a share of the data. */
  long share(double fraction) {
    return Math.max(1, Math.round(fraction * train.size()));
  }
}
