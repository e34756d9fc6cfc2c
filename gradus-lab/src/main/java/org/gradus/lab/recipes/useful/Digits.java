package org.gradus.lab.recipes.useful;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Seeds;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Outcome;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.Runs;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.Tuning;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.Sgd;
import org.gradus.schedule.ScheduleShape;
import org.gradus.selection.IndexMultiset;
import org.gradus.selection.Predictions;
import org.gradus.selection.Upsampling;
import org.gradus.selection.Useful;
import org.gradus.sharpness.Sam;
import org.gradus.train.TrainingData;

/** A small convolutional net on the digits: SGD and SAM, with and without upsampling. */
final class Digits {
  private static final double RHO = 0.05;
  private static final double WEIGHT_DECAY = 5e-4;
  private static final int SEEDS = 10;
  private static final List<Double> GRID = List.of(0.03, 0.1, 0.3);

  private final Context context;
  private final TrainingTask task;
  private final int examples;
  private final int epochs;
  private final int perEpoch;
  private int separatingEpoch;
  private final Map<String, Sample> arms = new LinkedHashMap<>();

  Digits(Context context) {
    this.context = context;
    task = Images.digits(new ModelSpec.Cnn(4, 8, 16));
    examples = Math.toIntExact(task.data().size());
    epochs = context.size(30, 2);
    perEpoch = (examples + task.batchSize() - 1) / task.batchSize();
  }

  /** A distribution of examples with the name of how it was made. */
  private record Shown(String name, IndexMultiset multiset) {}

  void run(Findings findings) {
    long[] seeds = context.seeds(SEEDS);
    Plan plan = plan(epochs * perEpoch);
    Method sgd = tuned("sgd", false, plan);
    Method sam = tuned("sam", true, plan);
    separatingEpoch = separatingEpoch(sgd, plan);
    add("SGD", sgd, plan, List.of(), seeds);
    add("SAM", sam, plan, List.of(), seeds);
    List<Shown> slow = slow(sgd, plan, seeds);
    List<Shown> random = random(slow, seeds);
    add("SGD, USEFUL", sgd, plan, slow, seeds);
    add("SGD, random copies", sgd, plan, random, seeds);
    addWeighted(sgd, plan, slow, seeds);
    add("SAM, USEFUL", sam, plan, slow, seeds);
    equalEpochs(sgd, slow, random, seeds);
    findings.add(table(slow)).add(judge());
  }

  private Plan plan(int steps) {
    return new Plan("useful-cosine" + steps, steps, ScheduleShape.cosine(0).over(steps));
  }

  private Method tuned(String name, boolean sharp, Plan plan) {
    Method.Family family =
        new Method.Family(
            name,
            rate ->
                (theta, seed) -> {
                  Sgd base = new Sgd(theta, new Sgd.Config(rate, 0.9, false, WEIGHT_DECAY));
                  return sharp ? new Sam(base, RHO) : base;
                });
    return Tuning.of(context, task, plan, GRID, List.of(family)).best();
  }

  /** By the rule, from the training errors of a run on the tuning seed. */
  private int separatingEpoch(Method sgd, Plan plan) {
    double[] errors =
        context.piece(
            double[].class,
            String.join("/", task.name(), plan.name(), sgd.name(), "errors"),
            () -> {
              TrainingTask.Session session = task.session(sgd, plan, 0);
              double[] found = new double[epochs + 1];
              for (int epoch = 0; epoch <= epochs; epoch++) {
                Predictions predictions = Predictions.of(session.network(), task.data());
                found[epoch] = (double) Upsampling.misclassified(predictions).length / examples;
                session.trainer().steps(perEpoch, context.monitor());
              }
              return found;
            });
    return Math.min(epochs - 1, Useful.separatingEpoch(errors));
  }

  /** What USEFUL finds on each seed, by a first training with SGD. */
  private List<Shown> slow(Method sgd, Plan plan, long[] seeds) {
    List<Piece<int[]>> pieces = new ArrayList<>();
    for (long seed : seeds) {
      String key =
          String.join(
              "/", task.name(), plan.name(), sgd.name(), "slow" + separatingEpoch, "seed" + seed);
      pieces.add(
          new Piece<>(
              key,
              () -> {
                TrainingTask.Session session =
                    task.session(sgd, plan, Seeds.derive(seed, "first training", 0));
                session.trainer().steps((long) separatingEpoch * perEpoch, context.monitor());
                return Useful.standard()
                    .select(Predictions.of(session.network(), task.data()), seed)
                    .ids();
              }));
    }
    return context.pieces(int[].class, pieces).stream()
        .map(ids -> new Shown("useful", IndexMultiset.upsample(examples, ids, 2)))
        .toList();
  }

  private List<Shown> random(List<Shown> slow, long[] seeds) {
    List<Shown> random = new ArrayList<>();
    for (int i = 0; i < seeds.length; i++) {
      int copies = (int) slow.get(i).multiset.size() - examples;
      int[] ids = Upsampling.random(examples, copies, Seeds.derive(seeds[i], "random copies", 0));
      random.add(new Shown("random", IndexMultiset.upsample(examples, ids, 2)));
    }
    return random;
  }

  /** Runs an arm whose epochs are as long as those of the plain data. */
  private void add(String arm, Method method, Plan plan, List<Shown> shown, long[] seeds) {
    List<TrainingTask> tasks = new ArrayList<>();
    for (int i = 0; i < seeds.length; i++) {
      tasks.add(shown.isEmpty() ? task : on(shown.get(i), examples));
    }
    run(arm, tasks, List.of(method), List.of(plan), seeds);
  }

  private void addWeighted(Method sgd, Plan plan, List<Shown> slow, long[] seeds) {
    List<TrainingTask> tasks = new ArrayList<>();
    List<Method> methods = new ArrayList<>();
    for (int i = 0; i < seeds.length; i++) {
      double[] weights = slow.get(i).multiset.weights();
      tasks.add(task);
      methods.add(
          new Method(
              sgd.name() + ".loss-weight-2",
              (theta, seed) -> new WeightedLoss(sgd.factory().make(theta, seed), weights)));
    }
    run("SGD, loss weight 2", tasks, methods, List.of(plan), seeds);
  }

  /** The paper's accounting: as many passes, each over the longer data. */
  private void equalEpochs(Method sgd, List<Shown> slow, List<Shown> random, long[] seeds) {
    for (List<Shown> shown : List.of(slow, random)) {
      List<TrainingTask> tasks = new ArrayList<>();
      List<Plan> plans = new ArrayList<>();
      for (Shown one : shown) {
        long size = one.multiset.size();
        tasks.add(on(one, size));
        plans.add(plan(epochs * (int) ((size + task.batchSize() - 1) / task.batchSize())));
      }
      String name = shown == slow ? "USEFUL" : "random copies";
      run("SGD, " + name + ", equal epochs", tasks, List.of(sgd), plans, seeds);
      if (shown == slow) {
        List<TrainingTask> plain = tasks.stream().map(t -> task).toList();
        run("SGD, as many steps", plain, List.of(sgd), plans, seeds);
      }
    }
  }

  private TrainingTask on(Shown shown, long epochSize) {
    TrainingData view = shown.multiset.view(task.data(), epochSize);
    return new TrainingTask(
        "%s-%s-%d-%d".formatted(task.name(), shown.name, shown.multiset.size(), epochSize),
        task.network(),
        view,
        task.validation(),
        task.likelihood(),
        task.batchSize(),
        task.clipNorm(),
        task.score());
  }

  /** One run a seed; lists of one are the same for all seeds. */
  private void run(
      String arm, List<TrainingTask> tasks, List<Method> methods, List<Plan> plans, long[] seeds) {
    List<Piece<Outcome>> pieces = new ArrayList<>();
    for (int i = 0; i < seeds.length; i++) {
      Method method = methods.get(methods.size() == 1 ? 0 : i);
      Plan plan = plans.get(plans.size() == 1 ? 0 : i);
      pieces.add(tasks.get(i).piece(method, plan, seeds[i], context.monitor()));
    }
    arms.put(arm, new Runs(context.pieces(Outcome.class, pieces)).score());
  }

  private Table table(List<Shown> slow) {
    double share =
        slow.stream()
            .mapToDouble(s -> (double) (s.multiset.size() - examples) / examples)
            .average()
            .orElseThrow();
    Table.Builder table =
        Table.titled(
            "Digits, separating epoch %d, %.0f %% of the examples slow"
                .formatted(separatingEpoch, 100 * share),
            "arm",
            "test accuracy (%)",
            "minus SGD (points)");
    Sample plain = arms.get("SGD");
    arms.forEach(
        (name, accuracy) ->
            table.row(name, percent(accuracy).show(2), percent(accuracy.minus(plain)).show(2)));
    return table.build();
  }

  private static Sample percent(Sample share) {
    return new Sample(Arrays.stream(share.values()).map(v -> 100 * v).toArray());
  }

  private Finding judge() {
    Sample useful = arms.get("SGD, USEFUL");
    Interval toPlain = Interval.of(percent(useful.minus(arms.get("SGD"))));
    Interval toRandom = Interval.of(percent(useful.minus(arms.get("SGD, random copies"))));
    Interval ofSam = Interval.of(percent(arms.get("SAM, USEFUL").minus(arms.get("SAM"))));
    Map<String, Double> numbers = new LinkedHashMap<>();
    toPlain.put("points above SGD", numbers);
    toRandom.put("points above random copies", numbers);
    ofSam.put("SAM with USEFUL above SAM", numbers);
    boolean holds = toPlain.isAbove() && toRandom.isAbove();
    boolean partly = toPlain.isAbove() || toRandom.isAbove();
    return new Finding(
        "images",
        holds ? Verdict.REPRODUCED : partly ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers,
        holds
            ? "Above both at equally many steps."
            : "Within noise of one of them or both: gains of tenths of a point need larger data.");
  }
}
