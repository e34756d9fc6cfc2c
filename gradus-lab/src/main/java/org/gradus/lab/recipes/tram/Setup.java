package org.gradus.lab.recipes.tram;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.Seeds;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.model.Models;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.Scores;
import org.gradus.lab.recipes.Tasks;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Context;
import org.gradus.optim.Adam;
import org.gradus.schedule.ScheduleShape;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;

/**
 * The data, the pre-trained networks and the fine-tuning tasks, one a seed. Which images are tuned
 * on, the pre-trained network and its new head follow from the seed alone.
 */
final class Setup {
  static final int BATCH = 32;
  private static final ModelSpec MODEL = new ModelSpec.Mlp(List.of(128, 64));
  private static final long[] SHAPE = {RotatedDigits.PIXELS};
  private static final int CLASSES = 10;
  private static final int PRETRAINING_BATCH = 128;
  private static final double PRETRAINING_RATE = 1e-3;

  private final RotatedDigits digits;
  private final TrainingData pretraining;
  private final TrainingData heldOut;
  private final int pretrainingSteps;
  private final int tuned;
  private final int[] candidates;
  private final Plan plan;
  private final List<TrainingData> domains;
  private final Map<Long, Network> pretrained = new ConcurrentHashMap<>();

  Setup(Context context) {
    int pool = context.size(4000, 400);
    tuned = context.size(300, 100);
    int free = pool + context.size(2000, 200);
    int test = free + context.size(1000, 100);
    int end = test + context.size(2000, 200);
    pretrainingSteps = context.size(1200, 30);
    int steps = context.size(500, 20);
    plan = new Plan("linear" + steps, steps, ScheduleShape.linear(0).over(steps));
    digits = RotatedDigits.open(end);
    pretraining = digits.allDomains(RotatedDigits.rows(0, pool));
    heldOut = digits.parity(RotatedDigits.rows(free, test), 0);
    domains =
        RotatedDigits.DEGREES.stream()
            .map(degrees -> digits.parity(RotatedDigits.rows(test, end), degrees))
            .toList();
    candidates = RotatedDigits.rows(pool, free);
  }

  Plan plan() {
    return plan;
  }

  /** Test images of every domain, the source first. */
  List<TrainingData> domains() {
    return domains;
  }

  /** The fine-tuning task of a seed, validated on held-out images of the source. */
  TrainingTask task(long seed) {
    return new TrainingTask(
        "parity-pretrained" + seed,
        head -> start(seed, head),
        source(seed),
        Tasks.inOrder(heldOut, (int) heldOut.size()),
        Likelihood.CATEGORICAL,
        BATCH,
        Double.POSITIVE_INFINITY,
        Scores::accuracy);
  }

  private TrainingData source(long seed) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "tuned on", 0));
    int[] rows = candidates.clone();
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
    return digits.parity(Arrays.copyOf(rows, tuned), 0);
  }

  /** The pre-trained body with a new head of two classes. */
  private Network start(long seed, long head) {
    Network network = Models.build(MODEL, SHAPE, 2, head);
    List<NamedTensor> own = network.parameters();
    List<NamedTensor> body = pretrained.computeIfAbsent(seed, this::pretrain).parameters();
    try (NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < own.size(); i++) {
        Tensor from = body.get(i).tensor();
        if (own.get(i).tensor().is_same_size(from)) {
          own.get(i).tensor().copy_(from);
        }
      }
    }
    return network;
  }

  private Network pretrain(long seed) {
    Network network = Models.build(MODEL, SHAPE, CLASSES, Seeds.derive(seed, "pre-trained", 0));
    ParameterVector theta = ParameterVector.of(network.parameters());
    Trainer trainer =
        new Trainer(
            network,
            new Adam(theta, Adam.Config.of(PRETRAINING_RATE)),
            pretraining,
            Likelihood.CATEGORICAL,
            Trainer.Config.of(PRETRAINING_BATCH, seed));
    trainer.steps(pretrainingSteps, Monitor.SILENT);
    return network;
  }
}
