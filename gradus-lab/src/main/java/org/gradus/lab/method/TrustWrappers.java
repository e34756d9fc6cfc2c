package org.gradus.lab.method;

import java.util.List;
import org.gradus.core.Check;
import org.gradus.core.Optimizer;
import org.gradus.core.RandomSource;
import org.gradus.core.Seeds;
import org.gradus.sharpness.FisherSam;
import org.gradus.sharpness.InputNoise;
import org.gradus.sharpness.OutputDistance;
import org.gradus.sharpness.OutputMovement;
import org.gradus.sharpness.OutputPenalty;
import org.gradus.sharpness.OutputTarget;
import org.gradus.sharpness.Regularized;
import org.gradus.sharpness.Tram;
import org.gradus.sharpness.TramFisher;
import org.gradus.sharpness.WeightHistory;

/** Fisher SAM, TRAM and the trust-region penalties it is compared with. */
final class TrustWrappers {
  private static final String BASE = "sgd";
  private static final String TRAM_COST =
      "one gradient, one forward pass and two vectors more than its base";

  /** Fisher SAM's γ and η, under names no update rule has. */
  record FsamConfig(double rho, double fisherDamping) {
    FsamConfig {
      config(rho, fisherDamping);
    }
  }

  /** TRAM with a target made of past parameters. */
  record TramConfig(OutputDistance distance, double distanceScale, boolean adaptive) {
    TramConfig {
      Check.nonNegative("distanceScale", distanceScale);
    }
  }

  /** TRAM with noised inputs. */
  record TramXConfig(
      double sigma, OutputDistance distance, double distanceScale, boolean adaptive) {
    TramXConfig {
      Check.nonNegative("sigma", sigma);
      Check.nonNegative("distanceScale", distanceScale);
    }
  }

  /** TRAM-Fisher. */
  record TramFisherConfig(double rho, double fisherDamping, double sigma) {
    TramFisherConfig {
      config(rho, fisherDamping);
      Check.nonNegative("sigma", sigma);
    }
  }

  /** A penalty against a past model. */
  record TrpoConfig(double penalty) {
    TrpoConfig {
      Check.nonNegative("penalty", penalty);
    }
  }

  /** A penalty against noised inputs. */
  record R3fConfig(double penalty, double sigma) {
    R3fConfig {
      Check.nonNegative("penalty", penalty);
      Check.nonNegative("sigma", sigma);
    }
  }

  private TrustWrappers() {}

  static List<Wrapper> all() {
    return List.of(fsam(), tram(), tramStart(), tramX(), tramFisher(), trpo(), r3f());
  }

  private static FisherSam.Config config(double rho, double damping) {
    return new FisherSam.Config(rho, damping, FisherSam.Damping.ADDED, FisherSam.Fisher.BATCH);
  }

  private static InputNoise noise(double sigma, Run run) {
    return new InputNoise(sigma, RandomSource.seeded(Seeds.derive(run.seed(), "input noise", 0)));
  }

  private static Wrapper fsam() {
    FisherSam.Config standard = FisherSam.Config.standard();
    return Wrapper.of(
        "fsam",
        "Fisher SAM",
        "SAM whose neighbourhood is measured by the Fisher information",
        "one gradient and two vectors more than its base",
        BASE,
        Form.of(new FsamConfig(standard.gamma(), standard.eta())).search("rho", 0.01, 1),
        (base, c, run) -> new FisherSam(base, config(c.rho(), c.fisherDamping())));
  }

  private static Wrapper tram() {
    return past(
        "tram", "TRAM", "ASAM whose radius is how far the outputs moved since the last step", 0);
  }

  private static Wrapper tramStart() {
    return past(
        "tram-0", "TRAM-θ0", "ASAM whose radius is how far the outputs moved since the start", 1);
  }

  private static Wrapper past(String id, String title, String summary, double decay) {
    return Wrapper.of(
        id,
        title,
        summary,
        TRAM_COST + ", and the past parameters",
        BASE,
        Form.of(new TramConfig(OutputDistance.FORWARD_KL, 1, true)),
        (base, c, run) ->
            tram(
                base,
                new WeightHistory(base.parameters(), decay),
                c.distance(),
                c.distanceScale(),
                c.adaptive()));
  }

  private static Wrapper tramX() {
    return Wrapper.of(
        "tram-x",
        "TRAM-x",
        "ASAM whose radius is how far noise on the inputs moves the outputs",
        TRAM_COST,
        BASE,
        Form.of(new TramXConfig(InputNoise.DEFAULT_SIGMA, OutputDistance.FORWARD_KL, 1, true))
            .search("sigma", 0.01, 1),
        (base, c, run) ->
            tram(base, noise(c.sigma(), run), c.distance(), c.distanceScale(), c.adaptive()));
  }

  private static Optimizer tram(
      Optimizer base,
      OutputTarget target,
      OutputDistance distance,
      double scale,
      boolean adaptive) {
    return new Tram(base, new OutputMovement(target, distance, scale), adaptive);
  }

  private static Wrapper tramFisher() {
    FisherSam.Config standard = FisherSam.Config.standard();
    return Wrapper.of(
        "tram-fisher",
        "TRAM-Fisher",
        "Fisher SAM whose information is measured at noised inputs",
        "two gradients and three vectors more than its base",
        BASE,
        Form.of(new TramFisherConfig(standard.gamma(), standard.eta(), InputNoise.DEFAULT_SIGMA))
            .search("rho", 0.01, 1)
            .search("sigma", 0.01, 1),
        (base, c, run) ->
            new TramFisher(base, config(c.rho(), c.fisherDamping()), noise(c.sigma(), run)));
  }

  private static Wrapper trpo() {
    return Wrapper.of(
        "trpo",
        "TRPO penalty",
        "a penalty on how far the outputs moved since the last step",
        "one forward pass and one vector more than its base",
        BASE,
        Form.of(new TrpoConfig(OutputPenalty.DEFAULT_WEIGHT)).search("penalty", 0.01, 10),
        (base, c, run) -> penalised(base, c.penalty(), new WeightHistory(base.parameters(), 0)));
  }

  private static Wrapper r3f() {
    return Wrapper.of(
        "r3f",
        "R3F penalty",
        "a penalty on how far noise on the inputs moves the outputs",
        "one gradient more than its base",
        BASE,
        Form.of(new R3fConfig(OutputPenalty.DEFAULT_WEIGHT, InputNoise.DEFAULT_SIGMA))
            .search("penalty", 0.01, 10)
            .search("sigma", 0.01, 1),
        (base, c, run) -> penalised(base, c.penalty(), noise(c.sigma(), run)));
  }

  private static Optimizer penalised(Optimizer base, double weight, OutputTarget target) {
    return new Regularized(base, new OutputPenalty(weight, target, OutputDistance.FORWARD_KL));
  }
}
