package org.gradus.lab.recipes.mfac;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.core.RandomSource;
import org.gradus.curvature.SlidingInverseFisher.Divisor;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.Runs;
import org.gradus.lab.recipes.StepCosts;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.Tuning;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.AdaHessian;
import org.gradus.optim.Adam;
import org.gradus.optim.MFac;
import org.gradus.optim.Sgd;
import org.gradus.schedule.ScheduleShape;

/** The optimizer: accuracy at equal epochs, and step times. */
final class Training {
  private static final String SGD = "SGD, momentum";
  private static final String ADAM = "Adam";
  private static final String MFAC = "M-FAC, 256 gradients";
  private static final String SHORT = "M-FAC, 64 gradients";
  private static final String ADAHESSIAN = "AdaHessian";
  private static final int EPOCHS = 15;
  private static final int WINDOW = 64;
  private static final double CLAIMED = 3;

  private final Context context;
  private final TrainingTask task = Digits.task();
  private final Map<String, Tuning> tuned = new LinkedHashMap<>();
  private final Map<String, Runs> runs = new LinkedHashMap<>();

  Training(Context context) {
    this.context = context;
  }

  void run(Findings findings) {
    add(SGD, List.of(0.03, 0.1, 0.3), sgd());
    add(ADAM, List.of(1e-3, 3e-3, 1e-2), adam());
    add(MFAC, List.of(3e-4, 1e-3, 3e-3), mFac(context.size(4 * WINDOW, 8)));
    add(SHORT, List.of(1e-3, 3e-3, 1e-2), mFac(context.size(WINDOW, 4)));
    findings.add(accuracy()).add(table());
    overhead(findings);
  }

  private void add(String name, List<Double> grid, Method.Family family) {
    int perEpoch = (int) ((task.data().size() + task.batchSize() - 1) / task.batchSize());
    int steps = context.size(EPOCHS * perEpoch, 4);
    Plan plan = new Plan("thirds" + steps, steps, ScheduleShape.stepwise(0.1, 2.0 / 3).over(steps));
    List<Double> rates = context.smoke() ? grid.subList(0, 2) : grid;
    Tuning tuning = Tuning.of(context, task, plan, rates, List.of(family));
    tuned.put(name, tuning);
    runs.put(name, Runs.of(context, task, tuning.best(), plan, context.seeds(3)));
  }

  private static Method.Family sgd() {
    return new Method.Family("sgd", rate -> (theta, seed) -> new Sgd(theta, Sgd.Config.of(rate)));
  }

  private static Method.Family adam() {
    return new Method.Family(
        "adam", rate -> (theta, seed) -> new Adam(theta, Adam.Config.of(rate)));
  }

  private static Method.Family mFac(int window) {
    return new Method.Family(
        "mfac.m" + window,
        rate ->
            (theta, seed) ->
                new MFac(theta, new MFac.Config(rate, window, 1e-4, 0, 0, Divisor.WINDOW, false)));
  }

  private static Method adaHessian() {
    return new Method(
        "adahessian",
        (theta, seed) ->
            new AdaHessian(theta, AdaHessian.Config.of(0.05), RandomSource.seeded(seed)));
  }

  private Finding accuracy() {
    Sample sgd = score(MFAC).minus(score(SGD));
    Sample adam = score(MFAC).minus(score(ADAM));
    boolean toSgd = sgd.mean() >= -sgd.standardError();
    boolean toAdam = adam.mean() >= -adam.standardError();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("accuracy, M-FAC - SGD", sgd.mean());
    numbers.put("its standard error (SGD)", sgd.standardError());
    numbers.put("accuracy, M-FAC - Adam", adam.mean());
    numbers.put("its standard error (Adam)", adam.standardError());
    numbers.put("accuracy, 64 gradients - 256", score(SHORT).minus(score(MFAC)).mean());
    Verdict verdict =
        toSgd && toAdam
            ? Verdict.REPRODUCED
            : toSgd || toAdam ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        "optimizer-accuracy", verdict, numbers, "Digits at equal epochs; times are in the table.");
  }

  private Sample score(String method) {
    return runs.get(method).score();
  }

  private Table table() {
    Table.Builder table =
        Table.titled(
            "Digits, 15 epochs, learning rates tuned on seed 0",
            "method",
            "learning rate",
            "at the grid's edge",
            "test accuracy",
            "test loss",
            "training s");
    runs.forEach(
        (name, r) ->
            table.row(
                name,
                String.format(Locale.ROOT, "%.3g", tuned.get(name).learningRate()),
                tuned.get(name).search().atEdge() ? "yes" : "no",
                r.score().show(4),
                r.loss().show(3),
                r.seconds().show(1)));
    return table.build();
  }

  /** A turn is as long as the window, so that it is full when measuring begins. */
  private void overhead(Findings findings) {
    TrainingTask convolutional =
        Digits.withBatches(Images.digits(new ModelSpec.Cnn(16, 32, 128)), 128);
    StepCosts onCnn = costs(convolutional);
    StepCosts onMlp = costs(task);
    Map<String, Double> numbers = new LinkedHashMap<>();
    double overSgd = onCnn.ratio(SHORT, SGD);
    double overAdaHessian = onCnn.ratio(SHORT, ADAHESSIAN);
    numbers.put("convolutional network, M-FAC / SGD", overSgd);
    numbers.put("convolutional network, M-FAC / AdaHessian", overAdaHessian);
    numbers.put("MLP, M-FAC / SGD", onMlp.ratio(SHORT, SGD));
    numbers.put("MLP, by counted operations", flopRatio(WINDOW, task.batchSize()));
    boolean cheap = overSgd <= CLAIMED;
    boolean cheaper = overAdaHessian < 1;
    Verdict verdict =
        cheap && cheaper
            ? Verdict.REPRODUCED
            : cheap || cheaper ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    findings.add(
        new Finding(
            "optimizer-overhead",
            verdict,
            numbers,
            "Medians of turns of %d steps, one thread, the window full. On the MLP the window costs"
                    .formatted(WINDOW)
                + " more than the gradient by construction: 4 m against 6 times the batch."));
    findings.add(onCnn.table("Cost of a step, convolutional network, batches of 128"));
    findings.add(onMlp.table("Cost of a step, MLP, batches of 32"));
  }

  private StepCosts costs(TrainingTask on) {
    Map<String, Method> methods = new LinkedHashMap<>();
    methods.put(SGD, sgd().with(1e-2));
    methods.put(ADAM, adam().with(1e-3));
    methods.put(SHORT, mFac(WINDOW).with(1e-3));
    methods.put(ADAHESSIAN, adaHessian());
    return StepCosts.measure(context, on, methods, context.size(WINDOW, 1), context.size(3, 1));
  }

  private static double flopRatio(int window, int batch) {
    return 1 + 4.0 * window / (6.0 * batch);
  }
}
