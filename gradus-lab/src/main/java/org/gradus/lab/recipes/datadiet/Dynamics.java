package org.gradus.lab.recipes.datadiet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.gradus.core.Tensors;
import org.gradus.lab.recipes.Scores;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.selection.DataFingerprint;
import org.gradus.selection.ErrorBarrier;
import org.gradus.selection.ErrorBarrier.Snapshot;
import org.gradus.selection.ExampleScores;
import org.gradus.selection.Subset;
import org.gradus.selection.TangentKernel;
import org.gradus.train.Batch;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/** How training goes on easy, hard and random examples. */
final class Dynamics {
  static final double CONNECTED = 0.02;
  private static final int SEEDS = 2;
  private static final int EPOCHS = 10;

  private final Diet diet;
  private final ExampleScores scores;
  private final List<Integer> spawns;

  /** Barriers of children spawned after each number of epochs, and kernel velocities by epoch. */
  record Seen(
      double[] easyBarriers,
      double[] hardBarriers,
      double[] randomBarriers,
      double[] easyVelocities,
      double[] hardVelocities) {}

  Dynamics(Diet diet, ExampleScores scores) {
    this.diet = diet;
    this.scores = scores;
    spawns = diet.context().size(List.of(0, 1, 2, 5, EPOCHS), List.of(0, 1));
  }

  void run(Findings findings) {
    List<Piece<Seen>> pieces = new ArrayList<>();
    for (long seed : diet.context().seeds(SEEDS)) {
      String key = "dynamics/of%d/steps%d/seed%d";
      pieces.add(
          new Piece<>(
              key.formatted(diet.train().size(), length(), seed), () -> new Run(seed).seen()));
    }
    List<Seen> all = diet.context().pieces(Seen.class, pieces);
    findings.add(judge(all));
    findings.add(table(all));
    findings.add(velocities(all));
  }

  /** Steps of a parent and each child together. */
  private int length() {
    return diet.stepsOf(EPOCHS) + diet.context().size(diet.stepsOf(EPOCHS / 2), 4);
  }

  /** One parent, and two children from each spawn. */
  private final class Run {
    private final long seed;
    private final Diet.Session parent;
    private final TrainingData easy = part(Subset.easiest(scores, diet.share(0.125)));
    private final TrainingData hard = part(Subset.hardest(scores, diet.share(0.125)));
    private final TrainingData random =
        part(Subset.random(DataFingerprint.of(diet.train()), diet.share(0.125), 99));
    private TangentKernel easyKernel;
    private TangentKernel hardKernel;

    Run(long seed) {
      this.seed = seed;
      parent = diet.session(diet.train(), seed);
    }

    private TrainingData part(Subset subset) {
      return subset.of(diet.train());
    }

    Seen seen() {
      double[][] barriers = new double[3][spawns.size()];
      double[][] velocities = new double[2][spawns.get(spawns.size() - 1)];
      for (int epoch = 0; epoch <= velocities[0].length; epoch++) {
        int spawn = spawns.indexOf(epoch);
        if (spawn >= 0) {
          spawn(epoch, spawn, barriers);
        }
        velocity(epoch, velocities);
        parent.trainer().steps(diet.stepsOf(1), diet.context().monitor());
      }
      return new Seen(barriers[0], barriers[1], barriers[2], velocities[0], velocities[1]);
    }

    private void velocity(int epoch, double[][] velocities) {
      TangentKernel easyNow = kernel(easy);
      TangentKernel hardNow = kernel(hard);
      if (epoch > 0) {
        velocities[0][epoch - 1] = easyKernel.velocity(easyNow);
        velocities[1][epoch - 1] = hardKernel.velocity(hardNow);
        easyKernel.matrix().close();
        hardKernel.matrix().close();
      }
      easyKernel = easyNow;
      hardKernel = hardNow;
    }

    /** Of the extreme examples: they come last among the hard, first among the easy. */
    private TangentKernel kernel(TrainingData part) {
      long count = Math.min(50, part.size());
      long from = part == hard ? part.size() - count : 0;
      try (PointerScope scope = new PointerScope()) {
        Batch batch = part.batch(LongStream.range(from, from + count).toArray());
        return TangentKernel.of(parent.network(), parent.theta(), batch.inputs());
      }
    }

    private void spawn(int epoch, int at, double[][] barriers) {
      Snapshot start = Snapshot.of(parent.network(), parent.theta());
      Snapshot[] ends = {child(start, epoch, 1), child(start, epoch, 2)};
      TrainingData[] parts = {easy, hard, random};
      Diet.Session stage = diet.session(diet.train(), seed);
      for (int k = 0; k < parts.length; k++) {
        Batch batch = whole(parts[k]);
        barriers[k][at] =
            ErrorBarrier.between(
                    stage.network(),
                    stage.theta(),
                    ends[0],
                    ends[1],
                    ErrorBarrier.POINTS,
                    network -> error(network, batch))
                .height();
      }
    }

    private Snapshot child(Snapshot start, int epoch, long order) {
      Diet.Session fresh = diet.session(diet.train(), seed);
      fresh.theta().values().copy_(start.parameters());
      int remaining = length() - diet.stepsOf(epoch);
      Diet.Session session = diet.continued(fresh.network(), remaining, 1000 * order + seed);
      session.trainer().steps(remaining, diet.context().monitor());
      return Snapshot.of(session.network(), session.theta());
    }
  }

  private static Batch whole(TrainingData data) {
    Batch batch = data.batch(LongStream.range(0, data.size()).toArray());
    return new Batch(Tensors.keep(batch.inputs()), Tensors.keep(batch.targets()), batch.ids());
  }

  private static double error(Network network, Batch batch) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return 1 - Scores.accuracy(network.forward(batch.inputs()), batch.targets());
    }
  }

  private Finding judge(List<Seen> all) {
    double[] easy = mean(all.stream().map(Seen::easyBarriers).toList());
    double[] hard = mean(all.stream().map(Seen::hardBarriers).toList());
    Sample difference =
        new Sample(
            all.stream()
                .mapToDouble(s -> average(s.easyBarriers()) - average(s.hardBarriers()))
                .toArray());
    boolean earlier = connectedFrom(easy) < connectedFrom(hard);
    Verdict verdict =
        earlier
            ? Verdict.REPRODUCED
            : difference.clearlyBelowZero() ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("easiest connected from epoch", connectedFrom(easy));
    numbers.put("hardest connected from epoch", connectedFrom(hard));
    numbers.put("mean barrier, easiest - hardest", difference.mean());
    numbers.put("its standard error", difference.standardError());
    return new Finding(
        "connected-early",
        verdict,
        numbers,
        "Connected: error barrier of at most %.0f %%, at that spawn and all later ones."
            .formatted(100 * CONNECTED));
  }

  /** The first spawn epoch from which on all barriers are small; the last plus one if none. */
  private double connectedFrom(double[] barriers) {
    int from = barriers.length;
    while (from > 0 && barriers[from - 1] <= CONNECTED) {
      from--;
    }
    return from == barriers.length ? spawns.get(from - 1) + 1.0 : spawns.get(from);
  }

  private static double average(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double[] mean(List<double[]> runs) {
    return IntStream.range(0, runs.get(0).length)
        .mapToDouble(i -> runs.stream().mapToDouble(run -> run[i]).average().orElseThrow())
        .toArray();
  }

  private Table table(List<Seen> all) {
    Table.Builder table =
        Table.titled(
            "0/1 error barrier between children of one checkpoint",
            "spawned after epochs",
            "on the easiest",
            "on the hardest",
            "on random ones");
    double[] easy = mean(all.stream().map(Seen::easyBarriers).toList());
    double[] hard = mean(all.stream().map(Seen::hardBarriers).toList());
    double[] random = mean(all.stream().map(Seen::randomBarriers).toList());
    for (int i = 0; i < easy.length; i++) {
      table.row("" + spawns.get(i), show(easy[i]), show(hard[i]), show(random[i]));
    }
    return table.build();
  }

  private static String show(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static Plot velocities(List<Seen> all) {
    double[] easy = mean(all.stream().map(Seen::easyVelocities).toList());
    double[] hard = mean(all.stream().map(Seen::hardVelocities).toList());
    double[] epochs = IntStream.rangeClosed(1, easy.length).mapToDouble(i -> i).toArray();
    return new Plot(
        "velocity",
        "Velocity of the tangent kernel of 50 examples, epoch by epoch",
        Axis.linear("epoch"),
        Axis.linear("velocity"),
        List.of(Series.of("easiest", epochs, easy), Series.of("hardest", epochs, hard)));
  }
}
