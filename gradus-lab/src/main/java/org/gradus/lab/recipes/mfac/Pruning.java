package org.gradus.lab.recipes.mfac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ParameterVector;
import org.gradus.curvature.InverseFisher;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.TrainingTask.Session;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.Sgd;
import org.gradus.prune.MFacPruner;
import org.gradus.prune.MagnitudePruner;
import org.gradus.prune.Pruner;
import org.gradus.prune.PruningMask;
import org.gradus.schedule.ScheduleShape;

/** One-shot pruning of trained networks, several rules from the same weights. */
final class Pruning {
  private static final double DAMPING = 1e-5;
  private static final double JUDGED = 0.9;
  private static final double OVER_DIAGONAL = 0.03;
  private static final double OVER_MAGNITUDE = 0.08;
  private static final String MAGNITUDE = "magnitude";
  private static final String DIAGONAL = "diagonal, 4 rounds";
  private static final String BLOCKS = "blocks of 64, 4 rounds";
  private static final String FULL = "one block, 4 rounds";
  private static final String FEW = "one block, 4 rounds, 64 gradients";

  /** Accuracy and training loss by rule and sparsity, in the order of the rules. */
  record Result(double denseAccuracy, double denseLoss, double[][] accuracy, double[][] loss) {}

  /** A rule: a record of how M-FAC prunes, or {@code null} for magnitude. */
  private record Rule(String name, MFacPruner.Config config) {}

  private final Context context;
  private final TrainingTask task = Digits.task();
  private final double[] sparsities;
  private final int gradients;

  Pruning(Context context) {
    this.context = context;
    sparsities = context.size(new double[] {0.7, 0.8, JUDGED}, new double[] {JUDGED});
    gradients = context.size(256, 16);
  }

  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    rules.add(new Rule(MAGNITUDE, null));
    rules.add(rule("diagonal, 1 round", gradients, 1, 1, true));
    rules.add(rule(DIAGONAL, gradients, 4, 1, true));
    rules.add(rule("blocks of 64, 1 round", gradients, 1, 64, true));
    rules.add(rule(BLOCKS, gradients, 4, 64, true));
    rules.add(rule("one block, 1 round", gradients, 1, InverseFisher.FULL, true));
    rules.add(rule(FULL, gradients, 4, InverseFisher.FULL, true));
    rules.add(rule(FEW, gradients / 4, 4, InverseFisher.FULL, true));
    rules.add(rule("one block, 4 rounds, no correction", gradients, 4, InverseFisher.FULL, false));
    return rules;
  }

  private static Rule rule(String name, int gradients, int rounds, long block, boolean correct) {
    return new Rule(name, new MFacPruner.Config(gradients, rounds, DAMPING, block, correct));
  }

  void run(Findings findings) {
    long[] seeds = context.seeds(5);
    List<Rule> rules = rules();
    List<Piece<Result>> pieces =
        Arrays.stream(seeds)
            .mapToObj(seed -> new Piece<>("pruning/seed" + seed, () -> prune(rules, seed)))
            .toList();
    List<Result> results = context.pieces(Result.class, pieces);
    Map<String, Sample[]> accuracy = new LinkedHashMap<>();
    Map<String, Sample[]> loss = new LinkedHashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      int rule = i;
      accuracy.put(rules.get(i).name, samples(results, (r, s) -> r.accuracy[rule][s]));
      loss.put(rules.get(i).name, samples(results, (r, s) -> r.loss[rule][s]));
    }
    findings.add(beatsOthers(accuracy)).add(fullMatrix(accuracy, loss));
    findings.add(table(results, accuracy, loss));
  }

  /** Picks a number of a result at a sparsity. */
  private interface Pick {
    double of(Result result, int sparsity);
  }

  private Sample[] samples(List<Result> results, Pick pick) {
    Sample[] samples = new Sample[sparsities.length];
    for (int s = 0; s < samples.length; s++) {
      int at = s;
      samples[s] = new Sample(results.stream().mapToDouble(r -> pick.of(r, at)).toArray());
    }
    return samples;
  }

  private Result prune(List<Rule> rules, long seed) {
    Session session = trained(seed);
    Dense dense = new Dense(session);
    double denseAccuracy = Digits.accuracy(task, session.network());
    double denseLoss = Digits.trainLoss(task, session.network());
    double[][] accuracy = new double[rules.size()][sparsities.length];
    double[][] loss = new double[rules.size()][sparsities.length];
    for (int i = 0; i < rules.size(); i++) {
      for (int s = 0; s < sparsities.length; s++) {
        dense.reset();
        pruner(rules.get(i), session, seed)
            .prune(PruningMask.of(session.optimizer().parameters()), sparsities[s]);
        accuracy[i][s] = Digits.accuracy(task, session.network());
        loss[i][s] = Digits.trainLoss(task, session.network());
      }
    }
    return new Result(denseAccuracy, denseLoss, accuracy, loss);
  }

  /** Trained weights that can be had back. */
  private static final class Dense {
    private final ParameterVector theta;
    private final Tensor weights;

    Dense(Session session) {
      theta = session.optimizer().parameters();
      weights = theta.newVector();
      try (NoGradGuard guard = new NoGradGuard()) {
        weights.copy_(theta.values());
      }
    }

    void reset() {
      try (NoGradGuard guard = new NoGradGuard()) {
        theta.values().copy_(weights);
      }
    }
  }

  private Session trained(long seed) {
    int perEpoch = (int) ((task.data().size() + task.batchSize() - 1) / task.batchSize());
    int steps = context.size(30 * perEpoch, 20);
    Method sgd = new Method("sgd", (theta, s) -> new Sgd(theta, Sgd.Config.of(0.1)));
    Session session = task.session(sgd, new Plan("linear", steps, ScheduleShape.linear(0).over(steps)), seed);
    session.trainer().steps(steps, context.monitor());
    session.network().train(false);
    return session;
  }

  private Pruner pruner(Rule rule, Session session, long seed) {
    return rule.config == null
        ? new MagnitudePruner()
        : new MFacPruner(rule.config, i -> Digits.small(task, session.network(), seed, i));
  }

  private Finding beatsOthers(Map<String, Sample[]> accuracy) {
    Sample diagonal = judged(accuracy, FULL).minus(judged(accuracy, DIAGONAL));
    Sample magnitude = judged(accuracy, FULL).minus(judged(accuracy, MAGNITUDE));
    boolean above =
        diagonal.mean() > diagonal.standardError() && magnitude.mean() > magnitude.standardError();
    boolean far = diagonal.mean() >= OVER_DIAGONAL && magnitude.mean() >= OVER_MAGNITUDE;
    Map<String, Double> numbers = new LinkedHashMap<>();
    put(numbers, "one block - diagonal", diagonal);
    put(numbers, "one block - magnitude", magnitude);
    Verdict verdict = above ? far ? Verdict.REPRODUCED : Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        "pruning",
        verdict,
        numbers,
        "Test accuracy at 90 % sparsity without retraining; all rules prune the same networks.");
  }

  private Finding fullMatrix(Map<String, Sample[]> accuracy, Map<String, Sample[]> loss) {
    Sample blocks = judged(accuracy, FULL).minus(judged(accuracy, BLOCKS));
    Sample few = judged(accuracy, FULL).minus(judged(accuracy, FEW));
    Map<String, Double> numbers = new LinkedHashMap<>();
    put(numbers, "one block - blocks of 64", blocks);
    put(numbers, "256 - 64 gradients", few);
    numbers.put("training loss, one block", judged(loss, FULL).mean());
    numbers.put("training loss, blocks of 64", judged(loss, BLOCKS).mean());
    numbers.put("training loss, diagonal", judged(loss, DIAGONAL).mean());
    boolean both = blocks.clearlyAboveZero() && few.clearlyAboveZero();
    boolean one = blocks.clearlyAboveZero() || few.clearlyAboveZero();
    Verdict verdict = both ? Verdict.REPRODUCED : one ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        "full-matrix-helps", verdict, numbers, "Inside two standard errors means: not shown here.");
  }

  private static void put(Map<String, Double> numbers, String name, Sample difference) {
    numbers.put("accuracy, " + name, difference.mean());
    numbers.put("its standard error (" + name + ")", difference.standardError());
  }

  private Sample judged(Map<String, Sample[]> samples, String rule) {
    return samples.get(rule)[sparsities.length - 1];
  }

  private Table table(
      List<Result> results, Map<String, Sample[]> accuracy, Map<String, Sample[]> loss) {
    double dense = results.stream().mapToDouble(Result::denseAccuracy).average().orElseThrow();
    double denseLoss = results.stream().mapToDouble(Result::denseLoss).average().orElseThrow();
    Table.Builder table =
        Table.titled(
            String.format(
                Locale.ROOT,
                "Pruned digits networks, mean ± standard error over %d seeds (dense: %.3f, training"
                    + " loss %.4f)",
                results.size(),
                dense,
                denseLoss),
            "rule",
            "sparsity",
            "test accuracy",
            "training loss");
    accuracy.forEach(
        (rule, samples) -> {
          for (int s = 0; s < samples.length; s++) {
            table.row(
                rule,
                Double.toString(sparsities[s]),
                samples[s].show(3),
                loss.get(rule)[s].show(3));
          }
        });
    return table.build();
  }
}
