package org.gradus.lab.recipes.adadagrad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Seeds;
import org.gradus.core.Trace;
import org.gradus.lab.recipes.Scores;
import org.gradus.lab.reproduce.Piece;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;

/**
 * A model on data, trained until it has seen a number of examples.
 *
 * @param name for piece keys
 * @param network the network of a seed
 * @param train training examples
 * @param test held-out examples
 * @param epochs how often a training sees as many examples as there are
 * @param microBatch largest batch that is processed at once
 */
record Workload(
    String name,
    LongFunction<Network> network,
    TrainingData train,
    TrainingData test,
    double epochs,
    int microBatch) {
  private static final long EVALUATION_BATCH = 500;

  /**
   * A finished training.
   *
   * @param steps updates made
   * @param trainLoss mean loss over the training examples at the end; NaN if the run diverged
   * @param testLoss mean loss over the held-out examples
   * @param accuracy share of held-out examples classified rightly
   * @param seconds of training
   * @param history the size of each step
   */
  record Outcome(
      long steps,
      double trainLoss,
      double testLoss,
      double accuracy,
      double seconds,
      int[] history) {
    double averageBatch() {
      return Arrays.stream(history).average().orElse(Double.NaN);
    }
  }

  Piece<Outcome> piece(Rule rule, Batches batches, double rate, long seed, Monitor monitor) {
    String key =
        String.format(
            Locale.ROOT,
            "%s/%s/%s/rate%.4g/seed%d",
            name,
            rule.title(),
            batches.name(),
            rate,
            seed);
    return new Piece<>(key, () -> run(rule, batches, rate, seed, monitor));
  }

  private Outcome run(Rule rule, Batches batches, double rate, long seed, Monitor monitor) {
    Network model = network.apply(Seeds.derive(seed, "weights", 0));
    ParameterVector theta = ParameterVector.of(model.parameters());
    Optimizer optimizer = rule.make(theta, rate);
    Trainer trainer =
        Trainer.withBatchSizes(
            model,
            optimizer,
            train,
            Likelihood.CATEGORICAL,
            Trainer.Config.of(microBatch, seed),
            batches.policy().make(rule, Math.toIntExact(train.size())));
    History history = new History(trainer);
    try {
      trainer.train(epochs, monitor.and(history));
    } catch (NonFiniteException e) {
      return new Outcome(trainer.step(), Double.NaN, Double.NaN, Double.NaN, 0, history.sizes());
    }
    model.train(false);
    double[] onTest = evaluate(model, test);
    return new Outcome(
        trainer.step(),
        evaluate(model, train)[0],
        onTest[0],
        onTest[1],
        trainer.trace().last().seconds(),
        history.sizes());
  }

  /** Mean loss and accuracy. */
  private static double[] evaluate(Network model, TrainingData data) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      TensorVector outputs = new TensorVector();
      TensorVector targets = new TensorVector();
      for (long from = 0; from < data.size(); from += EVALUATION_BATCH) {
        long to = Math.min(from + EVALUATION_BATCH, data.size());
        var batch = data.batch(LongStream.range(from, to).toArray());
        outputs.push_back(model.forward(batch.inputs()));
        targets.push_back(batch.targets());
      }
      Tensor logits = torch.cat(outputs);
      Tensor labels = torch.cat(targets);
      double loss = Likelihood.CATEGORICAL.loss(logits, labels).item_double();
      return new double[] {loss, Scores.accuracy(logits, labels)};
    }
  }

  /** Notes the size of every step. */
  private static final class History implements Monitor {
    private final Trainer trainer;
    private final List<Integer> sizes = new ArrayList<>();
    private long seen;

    History(Trainer trainer) {
      this.trainer = trainer;
    }

    @Override
    public void report(Trace.Point point) {
      sizes.add(Math.toIntExact(trainer.examples() - seen));
      seen = trainer.examples();
    }

    int[] sizes() {
      return sizes.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
