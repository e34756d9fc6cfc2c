package org.gradus.lab.recipes.sso;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.recipes.sso.Contest.Entry;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.surrogate.AdaGradRule;
import org.gradus.optim.surrogate.FixedRule;
import org.gradus.optim.surrogate.InnerSolver;
import org.gradus.optim.surrogate.Lbfgs;
import org.gradus.optim.surrogate.LineSearchRule;

/** Tests the claims of target-based surrogates (arXiv 2302.02607). */
public final class SsoRecipe implements Recipe {
  private static final int WANTED = 3;
  private static final double LOSS_COST = 100;
  private static final String M1 = "sso-m1";
  private static final String M10 = "sso-m10";
  private static final String M20 = "sso-m20";
  private static final String SGD = "sgd";
  private static final String ADAM = "adam";

  @Override
  public String id() {
    return "sso";
  }

  @Override
  public String description() {
    return """
        Distance to the least loss at equal numbers of loss gradients. Linear models from 0 without \
        bias, batches of 625, 10 epochs: mushrooms with the squared loss, the a9a test file with the \
        logistic loss, constant and exponentially falling steps (those whose data are on this \
        machine). Matrix factorisation with a linear net, 100 batches of 200 rows. Imitation of a \
        linear expert on a damped cart with a pole by a small ReLU net, 100 queries on the states \
        it visits itself. Steps of all methods are tuned on seed 0 on grids of factors of about 3, \
        extended up to three times while the best lies at an edge; results are of seeds 1 to 5, \
        paired, compared by the logarithm of the gap. Not tested: rcv1, ijcnn, Mujoco, \
        follow-the-leader.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "inner-steps-help",
            "Reproduced if on at least 3 problems the better of m = 10 and m = 20 is below m = 1 and"
                + " below SGD, the 95 % interval of each paired difference of log gaps excluding 0;"
                + " partly if on at least 1."),
        Claim.of(
            entry(),
            "matches-adam",
            "Reproduced if on more than half of the problems the better of m = 10 and m = 20 is not"
                + " above Adam by more than the 95 % interval of the paired difference of log gaps;"
                + " partly if on at least 1."),
        Claim.of(
            entry(),
            "expensive-losses",
            "A loss gradient counted as 100 passes of the network, SGD given as many more steps as"
                + " the better of m = 10 and m = 20 costs: reproduced if on at least 3 problems that"
                + " is still below SGD, the 95 % interval excluding 0; partly if on at least 1."));
  }

  @Override
  public double minutes() {
    return 5;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    Contest contest = new Contest(context);
    List<Problem> problems = Problems.all(context);
    Tally inner = new Tally();
    Tally adam = new Tally();
    Tally cost = new Tally();
    Table.Builder table =
        Table.titled(
            "Gap at equal loss gradients, steps tuned",
            "problem",
            "method",
            "step",
            "at the grid's edge",
            "gap",
            "network passes",
            "s");
    for (Problem problem : problems) {
      Map<String, Entry> entries = new LinkedHashMap<>();
      for (Contender contender : contenders()) {
        Entry entry = contest.enter(problem, contender);
        entries.put(contender.name(), entry);
        row(table, problem, entry);
      }
      Entry best = better(entries);
      inner.add(
          problem,
          below(best, entries.get(M1)) && below(best, entries.get(SGD)),
          best.logGap().minus(entries.get(SGD).logGap()).mean());
      Sample toAdam = best.logGap().minus(entries.get(ADAM).logGap());
      adam.add(problem, toAdam.mean() <= toAdam.ci95(), toAdam.mean());
      cost(contest, problem, best, entries.get(SGD), cost);
    }
    findings.add(inner.finding("inner-steps-help", WANTED, "log10 of the gap, SSO - SGD, "));
    findings.add(adam.finding("matches-adam", problems.size() / 2 + 1, "SSO - Adam, "));
    findings.add(cost.finding("expensive-losses", WANTED, "SSO - SGD at equal cost, "));
    findings.add(table.build());
    return findings.add(variants(context, contest, problems));
  }

  private static List<Contender> contenders() {
    return List.of(
        Contender.sso(1),
        Contender.sso(10),
        Contender.sso(20),
        Contender.sgd(),
        Contender.sls(),
        Contender.adam(),
        Contender.adagrad());
  }

  private static Entry better(Map<String, Entry> entries) {
    double ten = entries.get(M10).search().best().loss();
    double twenty = entries.get(M20).search().best().loss();
    return twenty < ten ? entries.get(M20) : entries.get(M10);
  }

  /** Whether the paired interval of the difference of log gaps lies below 0. */
  private static boolean below(Entry one, Entry other) {
    Sample difference = one.logGap().minus(other.logGap());
    return difference.mean() + difference.ci95() < 0;
  }

  private static void cost(Contest contest, Problem problem, Entry best, Entry sgd, Tally tally) {
    double spent = LOSS_COST * problem.steps() + best.passes();
    int steps = (int) Math.ceil(spent / (LOSS_COST + 2));
    Entry longer =
        contest.run(problem.withSteps(Math.max(steps, 1)), sgd.contender(), sgd.search());
    tally.add(problem, below(best, longer), best.logGap().minus(longer.logGap()).mean());
  }

  private static void row(Table.Builder table, Problem problem, Entry entry) {
    table.row(
        problem.title(),
        entry.contender().name(),
        String.format(Locale.ROOT, "%.3g", entry.search().best().learningRate()),
        entry.search().atEdge() ? "yes" : "no",
        String.format(Locale.ROOT, "%.2e", entry.meanGap()),
        String.format(Locale.ROOT, "%.0f", entry.passes()),
        entry.seconds().show(2));
  }

  /** Ways to choose α, and inner solvers, on the first problem. */
  private static Table variants(Context context, Contest contest, List<Problem> problems) {
    Table.Builder table =
        Table.titled(
            "Rules and inner solvers at m = 10",
            "problem",
            "method",
            "step",
            "at the grid's edge",
            "gap",
            "network passes",
            "s");
    Problem problem = problems.get(0);
    List<Double> alphas = List.of(0.3, 1.0, 3.0);
    List<Contender> contenders =
        List.of(
            Contender.sso("sls-c0.5", alphas, 10, () -> new LineSearchRule(0.5), Contender::armijo),
            Contender.sso("sls-c0.1", alphas, 10, () -> new LineSearchRule(0.1), Contender::armijo),
            Contender.sso(
                "adagrad-rule",
                List.of(10.0, 30.0, 100.0, 300.0),
                10,
                AdaGradRule::new,
                Contender::armijo),
            Contender.sso("inner-adam", alphas, 10, FixedRule::new, () -> InnerSolver.adam(0.03)),
            Contender.sso("inner-lbfgs", alphas, 10, FixedRule::new, () -> new Lbfgs(10)));
    for (Contender contender : context.smoke() ? contenders.subList(0, 1) : contenders) {
      row(table, problem, contest.enter(problem, contender));
    }
    return table.build();
  }

  /** On how many problems something holds. */
  private static final class Tally {
    private final Map<String, Double> numbers = new LinkedHashMap<>();
    private int holds;

    void add(Problem problem, boolean held, double difference) {
      holds += held ? 1 : 0;
      numbers.put(problem.title(), difference);
    }

    Finding finding(String claim, int wanted, String prefix) {
      Map<String, Double> named = new LinkedHashMap<>();
      numbers.forEach((problem, value) -> named.put(prefix + problem, value));
      named.put("problems on which it holds", (double) holds);
      Verdict verdict =
          holds >= wanted
              ? Verdict.REPRODUCED
              : holds > 0 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
      return new Finding(
          claim,
          verdict,
          named,
          "It holds on %d of %d problems; below 0 SSO is better, -1 is a tenth of the gap."
              .formatted(holds, numbers.size()));
    }
  }
}
