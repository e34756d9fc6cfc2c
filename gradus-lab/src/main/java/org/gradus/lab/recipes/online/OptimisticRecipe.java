package org.gradus.lab.recipes.online;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.core.Check;
import org.gradus.lab.recipes.online.Game.Drift;
import org.gradus.lab.recipes.online.Game.Played;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Recipe;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.online.OnlineGradientDescent;
import org.gradus.online.OnlineLearner;
import org.gradus.online.OptimisticMirrorDescent;
import org.gradus.online.OptimisticNewton;
import org.gradus.online.StepRule;

/** Tests the claims of optimistic online mirror descent (arXiv 2302.04552) on generated games. */
public final class OptimisticRecipe implements Recipe {
  private static final int T = 2000;
  private static final int[] HORIZONS = {500, 1000, 2000, 4000, 8000, 16000};
  private static final double[] SIGMAS = {0.25, 0.5, 1, 2};
  private static final int[] STREAM = {500, 2000, 8000};

  @Override
  public String id() {
    return "optimistic-omd";
  }

  @Override
  public String description() {
    return """
        The paper is theory, so its bounds and rates are checked on generated games: quadratics in \
        10 dimensions on the unit ball, their centre fixed, flipped every 50 rounds or every round, \
        with Gaussian noise on the gradients; and a stream of logistic losses in 5 dimensions. \
        Regret is against the mean losses; means over 10 seeds. Constants of the first bound are \
        as commonly quoted, its order is proved.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "regret-bound",
            "Reproduced if the mean regret after 2000 rounds is below the bound on all six games;"
                + " else not."),
        Claim.of(
            entry(),
            "noise-and-horizon",
            "Fixed centre: reproduced if at sigma = 1 the log-log slope of regret over 500 to 16000"
                + " rounds is 0.5 within 0.1, that over sigma from 0.25 to 2 is 1 within 0.1, and at"
                + " sigma = 0 regret changes by less than 1 %; partly if one slope holds."),
        Claim.of(
            entry(),
            "strongly-convex",
            "Reproduced if at sigma = 1 regret / log T grows by less than a quarter from 500 to"
                + " 16000 rounds, and at 2000 it is at most a third of the convex form's for sigma"
                + " 0.1 and 1; partly if one holds."),
        Claim.of(
            entry(),
            "drift",
            "Flips every 50 rounds: reproduced if without noise the regret is below AdaGrad-norm's"
                + " by at least 15 % of its magnitude, and with sigma = 1 the ensemble's dynamic"
                + " regret is below the single method's; partly if one holds."),
        Claim.of(
            entry(),
            "exp-concave",
            "Logistic stream, beta = 1: reproduced if after 8000 rounds the Newton form's regret is"
                + " below the convex form's and less than 1.75 times its own after 2000 (a square"
                + " root would double it); partly if one holds. The theory's beta is reported."));
  }

  @Override
  public double minutes() {
    return 1;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    Map<String, Map<String, Played>> games = games(context, findings);
    findings.add(bound(games));
    findings.add(drift(games));
    growth(context, findings, games);
    stream(context, findings);
    return findings;
  }

  private static List<Game> sequences() {
    return List.of(
        new Game(Drift.CONSTANT, 0, T),
        new Game(Drift.CONSTANT, 0.1, T),
        new Game(Drift.CONSTANT, 1, T),
        new Game(Drift.EVERY_50, 0, T),
        new Game(Drift.EVERY_50, 1, T),
        new Game(Drift.EVERY_ROUND, 0, T));
  }

  private static String name(Game game) {
    return "%s, sigma %s".formatted(game.drift().title(), number(game.sigma()));
  }

  /** Every player's games, and the tables of their regrets. */
  private static Map<String, Map<String, Played>> games(Context context, Findings findings) {
    List<String> players = List.copyOf(Players.all().keySet());
    String[] columns = new String[players.size() + 2];
    columns[0] = "losses";
    columns[columns.length - 1] = "bound";
    for (int i = 0; i < players.size(); i++) {
      columns[i + 1] = players.get(i);
    }
    Table.Builder table = Table.titled("Regret after 2000 rounds", columns);
    Map<String, Map<String, Played>> all = new LinkedHashMap<>();
    for (Game game : sequences()) {
      Map<String, Played> row = new LinkedHashMap<>();
      String[] cells = columns.clone();
      cells[0] = name(game);
      for (int i = 0; i < players.size(); i++) {
        Played played = mean(context, game, players.get(i));
        row.put(players.get(i), played);
        cells[i + 1] = number(played.regret());
      }
      cells[cells.length - 1] = number(game.bound());
      table.row(cells);
      all.put(name(game), row);
    }
    findings.add(table.build());
    return all;
  }

  private static Played mean(Context context, Game game, String player) {
    String key =
        "%s/sigma%s/T%d/%s"
            .formatted(
                game.drift().name().replace('_', '-'),
                game.sigma(),
                game.rounds(),
                player.replaceAll("[^A-Za-z]+", "-"));
    return context.piece(
        Played.class,
        key,
        () -> {
          double regret = 0;
          double dynamic = 0;
          double excess = 0;
          long[] seeds = context.seeds(10);
          for (long seed : seeds) {
            OnlineLearner learner = Players.all().get(player).apply(game.rounds());
            Played played = game.play(learner, seed);
            regret += played.regret() / seeds.length;
            dynamic += played.dynamicRegret() / seeds.length;
            excess += played.excess() / seeds.length;
          }
          return new Played(regret, dynamic, excess);
        });
  }

  private static Finding bound(Map<String, Map<String, Played>> games) {
    boolean holds = true;
    double closest = 0;
    for (Game game : sequences()) {
      double regret = games.get(name(game)).get(Players.CONVEX).regret();
      holds &= regret < game.bound();
      closest = Math.max(closest, regret / game.bound());
    }
    return new Finding(
        "regret-bound",
        holds ? Verdict.REPRODUCED : Verdict.NOT_REPRODUCED,
        Map.of("largest share of the bound", closest),
        "On noise alone plain gradient descent has a few times less regret, and where the sign flips"
            + " every round every guess is wrong: both are within the bound.");
  }

  private static Finding drift(Map<String, Map<String, Played>> games) {
    Map<String, Played> clean = games.get(name(new Game(Drift.EVERY_50, 0, T)));
    Map<String, Played> noisy = games.get(name(new Game(Drift.EVERY_50, 1, T)));
    double own = clean.get(Players.CONVEX).regret();
    double adaGrad = clean.get(Players.ADAGRAD).regret();
    double ensemble = noisy.get(Players.ENSEMBLE).dynamicRegret();
    double single = noisy.get(Players.CONVEX).dynamicRegret();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("regret", own);
    numbers.put("AdaGrad-norm's", adaGrad);
    numbers.put("dynamic regret of the ensemble", ensemble);
    numbers.put("of the single method", single);
    return new Finding(
        "drift",
        verdict(own <= adaGrad - 0.15 * Math.abs(adaGrad), ensemble < single),
        numbers,
        "Regret is negative where the player follows the drift and beats every fixed point.");
  }

  private static Verdict verdict(boolean first, boolean second) {
    return first && second
        ? Verdict.REPRODUCED
        : first || second ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
  }

  private static void growth(
      Context context, Findings findings, Map<String, Map<String, Played>> games) {
    int[] horizons = context.size(HORIZONS, new int[] {250, 500, 1000});
    double[] rounds = new double[horizons.length];
    double[] noisy = new double[horizons.length];
    double[] clean = new double[horizons.length];
    double[] strong = new double[horizons.length];
    double[] excess = new double[horizons.length];
    for (int i = 0; i < horizons.length; i++) {
      rounds[i] = horizons[i];
      Played at = mean(context, new Game(Drift.CONSTANT, 1, horizons[i]), Players.CONVEX);
      noisy[i] = at.regret();
      excess[i] = at.excess();
      clean[i] = mean(context, new Game(Drift.CONSTANT, 0, horizons[i]), Players.CONVEX).regret();
      strong[i] = mean(context, new Game(Drift.CONSTANT, 1, horizons[i]), Players.STRONG).regret();
    }
    double[] bySigma = new double[SIGMAS.length];
    for (int i = 0; i < SIGMAS.length; i++) {
      bySigma[i] = mean(context, new Game(Drift.CONSTANT, SIGMAS[i], T), Players.CONVEX).regret();
    }
    findings.add(horizon(rounds, noisy, clean, excess, bySigma));
    findings.add(strong(rounds, strong, games));
    findings.add(
        new Plot(
            "horizon",
            "Regret against rounds, fixed centre",
            Plot.Axis.logarithmic("rounds"),
            Plot.Axis.logarithmic("regret"),
            List.of(
                Plot.Series.of("OOMD, sigma 1", rounds, noisy),
                Plot.Series.of("OOMD, sigma 0", rounds, clean),
                Plot.Series.of("strongly convex, 1", rounds, strong))));
  }

  private static Finding horizon(
      double[] rounds, double[] noisy, double[] clean, double[] excess, double[] bySigma) {
    double slope = slope(rounds, noisy);
    double sigmaSlope = slope(SIGMAS, bySigma);
    double change = Math.abs(clean[clean.length - 1] / clean[0] - 1);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("slope over rounds", slope);
    numbers.put("slope over sigma", sigmaSlope);
    numbers.put("relative change without noise", change);
    int last = rounds.length - 1;
    numbers.put(
        "excess risk of the mean times root T, last over first",
        excess[last] * Math.sqrt(rounds[last]) / (excess[0] * Math.sqrt(rounds[0])));
    boolean bySlope = Math.abs(slope - 0.5) <= 0.1;
    boolean byNoise = Math.abs(sigmaSlope - 1) <= 0.1;
    Verdict verdict = verdict(bySlope, byNoise);
    return new Finding(
        "noise-and-horizon",
        verdict == Verdict.REPRODUCED && change >= 0.01 ? Verdict.PARTLY : verdict,
        numbers,
        "Least squares in the logarithms.");
  }

  private static Finding strong(
      double[] rounds, double[] strong, Map<String, Map<String, Played>> games) {
    int last = rounds.length - 1;
    double growth = strong[last] / Math.log(rounds[last]) / (strong[0] / Math.log(rounds[0]));
    double largest = 0;
    for (double sigma : new double[] {0.1, 1}) {
      Map<String, Played> row = games.get(name(new Game(Drift.CONSTANT, sigma, T)));
      largest =
          Math.max(largest, row.get(Players.STRONG).regret() / row.get(Players.CONVEX).regret());
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("growth of regret / log T", growth);
    numbers.put("largest share of the convex form's regret", largest);
    return new Finding("strongly-convex", verdict(growth < 1.25, largest <= 1.0 / 3), numbers, "");
  }

  private record Regret(double value) {}

  private static void stream(Context context, Findings findings) {
    int[] rounds = context.size(STREAM, new int[] {100, 200, 400});
    double theory =
        OptimisticNewton.theoreticalBeta(
            LogisticStream.GRADIENT_BOUND, 2 * LogisticStream.RADIUS, LogisticStream.ALPHA);
    Map<String, double[]> rows = new LinkedHashMap<>();
    rows.put("Newton, beta 1", new double[rounds.length]);
    rows.put("Newton, the theory's beta", new double[rounds.length]);
    rows.put("OOMD", new double[rounds.length]);
    rows.put("gradient descent", new double[rounds.length]);
    for (int i = 0; i < rounds.length; i++) {
      int n = rounds[i];
      for (Map.Entry<String, double[]> row : rows.entrySet()) {
        String player = row.getKey();
        String key = "stream/T%d/%s".formatted(n, player.replaceAll("[^A-Za-z0-9]+", "-"));
        row.getValue()[i] =
            context
                .piece(Regret.class, key, () -> new Regret(regret(context, n, player, theory)))
                .value();
      }
    }
    Table.Builder table =
        Table.titled(
            "Regret on the logistic stream",
            "method",
            rounds[0] + " rounds",
            String.valueOf(rounds[1]),
            String.valueOf(rounds[2]));
    rows.forEach((player, r) -> table.row(player, number(r[0]), number(r[1]), number(r[2])));
    findings.add(table.build());
    double[] newton = rows.get("Newton, beta 1");
    double ratio = newton[2] / newton[1];
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("regret with beta 1", newton[2]);
    numbers.put("the convex form's", rows.get("OOMD")[2]);
    numbers.put("growth of the former over the last fourfold of rounds", ratio);
    numbers.put("regret with the theory's beta", rows.get("Newton, the theory's beta")[2]);
    findings.add(
        new Finding(
            "exp-concave",
            verdict(newton[2] < rows.get("OOMD")[2], ratio < 1.75),
            numbers,
            "The theory's beta is %s: its identity outweighs the gradients seen for thousands of"
                    .formatted(number(theory))
                + " rounds."));
  }

  private static double regret(Context context, int rounds, String player, double theory) {
    double sum = 0;
    long[] seeds = context.seeds(5);
    for (long seed : seeds) {
      // Seeds 1 and 2 chose beta when the sheet was written: these are fresh ones.
      sum += new LogisticStream(rounds, 100 + seed).regret(learner(player, theory));
    }
    return sum / seeds.length;
  }

  private static OnlineLearner learner(String player, double theory) {
    double g = LogisticStream.GRADIENT_BOUND;
    double d = LogisticStream.domain().diameter();
    return switch (player) {
      case "Newton, beta 1" -> new OptimisticNewton(LogisticStream.domain(), g, 1);
      case "Newton, the theory's beta" -> new OptimisticNewton(LogisticStream.domain(), g, theory);
      case "OOMD" ->
          new OptimisticMirrorDescent(
              LogisticStream.domain(), StepRule.convex(d, g, LogisticStream.SMOOTHNESS));
      default -> OnlineGradientDescent.decaying(LogisticStream.domain(), g);
    };
  }

  /** The slope of log y over log x by least squares. */
  private static double slope(double[] x, double[] y) {
    Check.atLeast("points", x.length, 2);
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (int i = 0; i < x.length; i++) {
      double a = Math.log(x[i]);
      double b = Math.log(y[i]);
      sx += a;
      sy += b;
      sxx += a * a;
      sxy += a * b;
    }
    return (x.length * sxy - sx * sy) / (x.length * sxx - sx * sx);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
