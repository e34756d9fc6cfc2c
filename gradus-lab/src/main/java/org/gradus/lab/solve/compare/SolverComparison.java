package org.gradus.lab.solve.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.lab.reproduce.Context;

/**
 * Runs the entrants of a task's cases.
 *
 * <p>Per case every entrant runs once unmeasured, so that the virtual machine has compiled it, and
 * then {@code repeats} times in turn with the others, so that what else the machine does falls on
 * all alike; the attempt of median duration is reported. No attempt takes longer than {@code
 * limitSeconds}: it then ends cancelled, with its best so far.
 */
public final class SolverComparison {
  /** Relative gaps whose times are told. */
  static final List<Double> LEVELS = List.of(1e-2, 1e-4, 1e-6, 1e-8);

  /**
   * What came out of a case.
   *
   * @param problem the case
   * @param reference the optimum, or the best objective anybody found
   * @param rows one an entrant
   */
  public record CaseResult(Case problem, double reference, List<Row> rows) {}

  /**
   * What came out of an entrant.
   *
   * @param name the entrant's
   * @param attempt its attempt of median duration
   * @param gaps the relative gap at each of the attempt's samples
   */
  public record Row(String name, Attempt attempt, double[] gaps) {
    /** The gap at the end; NaN if nothing was recorded. */
    public double finalGap() {
      return gaps.length == 0 ? Double.NaN : gaps[gaps.length - 1];
    }

    /** Seconds until the gap first is at most this; infinity if it never was. */
    public double secondsTo(double gap) {
      for (int i = 0; i < gaps.length; i++) {
        if (gaps[i] <= gap) {
          return attempt.samples().get(i).seconds();
        }
      }
      return Double.POSITIVE_INFINITY;
    }
  }

  private final Context context;
  private final int repeats;
  private final double limitSeconds;

  /**
   * A comparison.
   *
   * @param context where finished attempts are kept, and what may stop the work
   * @param repeats measured runs an entrant, at least 1
   * @param limitSeconds longest an attempt may take, positive
   */
  public SolverComparison(Context context, int repeats, double limitSeconds) {
    this.context = context;
    this.repeats = Check.atLeast("repeats", repeats, 1);
    this.limitSeconds = Check.positive("limitSeconds", limitSeconds);
  }

  /** Runs what is not yet there of a case. */
  public CaseResult run(Case problem) {
    List<List<Attempt>> attempts = new ArrayList<>();
    problem.entrants().forEach(e -> attempts.add(new ArrayList<>()));
    for (int round = 0; round <= repeats; round++) {
      for (int i = 0; i < problem.entrants().size(); i++) {
        Entrant entrant = problem.entrants().get(i);
        String key = String.join("/", problem.name(), plain(entrant.name()), "round" + round);
        Attempt attempt = context.piece(Attempt.class, key, () -> attempt(entrant));
        if (round > 0) {
          attempts.get(i).add(attempt);
        }
      }
    }
    return result(problem, attempts.stream().map(SolverComparison::median).toList());
  }

  /** A name as part of a key. */
  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9._=-]+", "-");
  }

  private Attempt attempt(Entrant entrant) {
    long start = System.nanoTime();
    Entrant.Result result =
        entrant.solving().apply(context.monitor().and(new TimeLimit(limitSeconds)));
    return Attempt.of(result, (System.nanoTime() - start) * 1e-9);
  }

  private static Attempt median(List<Attempt> attempts) {
    return attempts.stream()
        .sorted(Comparator.comparingDouble(Attempt::seconds))
        .toList()
        .get((attempts.size() - 1) / 2);
  }

  private static CaseResult result(Case problem, List<Attempt> attempts) {
    double sign = problem.sense() == Case.Sense.MINIMISE ? 1 : -1;
    double reference =
        problem
            .optimum()
            .orElseGet(
                () ->
                    sign
                        * attempts.stream()
                            .flatMap(a -> a.samples().stream())
                            .mapToDouble(s -> sign * s.objective())
                            .filter(Double::isFinite)
                            .min()
                            .orElse(Double.NaN));
    double scale = scale(reference, attempts);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < attempts.size(); i++) {
      double[] gaps =
          attempts.get(i).samples().stream()
              .mapToDouble(s -> Math.max(0, sign * (s.objective() - reference)) / scale)
              .toArray();
      rows.add(new Row(problem.entrants().get(i).name(), attempts.get(i), gaps));
    }
    return new CaseResult(problem, reference, rows);
  }

  /**
   * What gaps are relative to: the optimum or, where that is 0, the largest objective at a start.
   */
  private static double scale(double reference, List<Attempt> attempts) {
    if (reference != 0) {
      return Math.abs(reference);
    }
    double largest =
        attempts.stream()
            .filter(a -> !a.samples().isEmpty())
            .mapToDouble(a -> Math.abs(a.samples().get(0).objective()))
            .max()
            .orElse(1);
    return largest == 0 ? 1 : largest;
  }

  /** Cancels after a time. */
  private static final class TimeLimit implements Monitor {
    private final long deadline;

    TimeLimit(double seconds) {
      deadline = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    @Override
    public boolean cancelled() {
      return System.nanoTime() > deadline;
    }
  }
}
