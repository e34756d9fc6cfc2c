package org.gradus.lab.recipes.adadagrad;

import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.adadagrad.Tuner.Tuned;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.train.TrainingData;

/** The paper's small convolution network on a part of MNIST, for a table. */
final class Convolutional {
  private static final int TRAIN = 1000;
  private static final int HELD_OUT = 500;
  private static final int SEEDS = 2;
  private static final double ETA = 0.5;

  private Convolutional() {}

  static void run(Context context, Findings findings) {
    int examples = context.size(TRAIN, 40);
    TrainingData train = Images.mnist(0, examples);
    TrainingData heldOut = Images.mnist(TRAIN, TRAIN + context.size(HELD_OUT, 20));
    TrainingData test = Images.mnist(8000, 8000 + context.size(1000, 20));
    double epochs = context.size(3, 1);
    Tuner tuner =
        new Tuner(
            context,
            workload("held-out", train, heldOut, epochs),
            workload("test", train, test, epochs),
            SEEDS);
    Table.Builder table =
        Tuner.table("Convolution network, 1000 MNIST images, 3 epochs' worth of examples");
    Tuner.row(table, tuner.tune(Rule.ADAGRAD, Batches.constant(16)));
    Tuner.row(table, tuner.tune(Rule.ADAGRAD, Batches.constant(examples)));
    Tuned adaptive = tuner.tune(Rule.ADAGRAD, Batches.normTest(ETA));
    Tuner.row(table, adaptive);
    int average = (int) Math.max(1, Math.round(adaptive.averageBatch()));
    Tuner.row(table, tuner.tune(Rule.ADAGRAD, Batches.constant(average)));
    findings.add(table.build());
  }

  private static Workload workload(
      String part, TrainingData train, TrainingData test, double epochs) {
    return new Workload(
        "cnn-%s%d.epochs%.0f".formatted(part, train.size(), epochs),
        PaperCnn::network,
        train,
        test,
        epochs,
        256);
  }
}
