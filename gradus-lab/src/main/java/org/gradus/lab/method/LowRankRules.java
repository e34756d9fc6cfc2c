package org.gradus.lab.method;

import java.util.List;
import org.gradus.core.RandomSource;
import org.gradus.core.Seeds;
import org.gradus.optim.lowrank.ColumnSelection;
import org.gradus.optim.lowrank.Dion;
import org.gradus.optim.lowrank.ErrorFeedback;
import org.gradus.optim.lowrank.Fira;
import org.gradus.optim.lowrank.Frugal;
import org.gradus.optim.lowrank.GaLore;
import org.gradus.optim.lowrank.LowRankAdamW;
import org.gradus.optim.lowrank.MatrixOptimizer;
import org.gradus.optim.lowrank.OrthogonalBasis;
import org.gradus.optim.lowrank.Projection;
import org.gradus.optim.lowrank.StepScale;
import org.gradus.optim.lowrank.Trion;

/**
 * Optimizers whose state lives in a subspace of each matrix. The default rank 16 is a quarter of
 * the width of the lab's smaller models, as the papers' ranks are of theirs.
 */
final class LowRankRules {
  private static final int RANK = 16;
  private static final int MAX_SIDE = MatrixOptimizer.DEFAULT_MAX_SIDE;

  /** How subspaces are chosen. */
  enum Subspace {
    /** Columns of the cosine basis. */
    DCT,
    /** The same, by the fast transform from 1024 on. */
    DCT_FAST,
    /** Columns of a random orthogonal basis. */
    RANDOM_BASIS,
    /** Singular vectors. */
    SVD,
    /** Fresh random subspaces. */
    RANDOM,
    /** One step of power iteration. */
    POWER;

    Projection projection(long seed) {
      RandomSource random = RandomSource.seeded(Seeds.derive(seed, "subspaces", 0));
      return switch (this) {
        case DCT -> Projection.dct();
        case DCT_FAST -> selection(OrthogonalBasis.fastDct(1024));
        case RANDOM_BASIS -> selection(OrthogonalBasis.random(seed));
        case SVD -> Projection.svd();
        case RANDOM -> Projection.random(random);
        case POWER -> Projection.powerIteration(random);
      };
    }

    private static Projection selection(OrthogonalBasis basis) {
      return Projection.select(basis, ColumnSelection.Score.L1);
    }
  }

  /** DCT-AdamW's settings and the choice of subspaces. */
  record AdamConfig(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      int rank,
      int gap,
      boolean rotate,
      ErrorFeedback errorFeedback,
      Subspace subspace) {
    LowRankAdamW.Config config() {
      return new LowRankAdamW.Config(
          learningRate,
          beta1,
          beta2,
          epsilon,
          weightDecay,
          rank,
          gap,
          rotate,
          errorFeedback,
          MAX_SIDE);
    }
  }

  /** Fira's and GaLore's settings and the choice of subspaces. */
  record HostConfig(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      int rank,
      int gap,
      double scale,
      Subspace subspace) {
    static HostConfig of(Fira.Config c, Subspace subspace) {
      return new HostConfig(
          c.learningRate(),
          c.beta1(),
          c.beta2(),
          c.epsilon(),
          c.weightDecay(),
          c.rank(),
          c.gap(),
          c.scale(),
          subspace);
    }

    Fira.Config config() {
      return new Fira.Config(
          learningRate, beta1, beta2, epsilon, weightDecay, rank, gap, scale, MAX_SIDE);
    }
  }

  /** FRUGAL's settings and the choice of subspaces. */
  record FrugalConfig(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double density,
      int gap,
      Frugal.Residual residual,
      double residualScale,
      Subspace subspace) {
    Frugal.Config config() {
      return new Frugal.Config(
          learningRate,
          beta1,
          beta2,
          epsilon,
          weightDecay,
          density,
          gap,
          residual,
          residualScale,
          MAX_SIDE);
    }
  }

  /** Settings of the methods that orthogonalise momentum. */
  record MomentumConfig(
      double learningRate,
      double momentum,
      double weightDecay,
      int rank,
      StepScale stepScale,
      double otherLearningRate) {
    static MomentumConfig of(StepScale scale) {
      return new MomentumConfig(0.02, 0.95, 0, RANK, scale, 1e-3);
    }

    Trion.Config config() {
      return new Trion.Config(
          learningRate, momentum, weightDecay, rank, stepScale, otherLearningRate, MAX_SIDE);
    }
  }

  private LowRankRules() {}

  static List<Method> all() {
    return List.of(dctAdamW(), galore(), fira(), frugal(), trion(), dion());
  }

  private static Method dctAdamW() {
    return Method.of(
        "dct-adamw",
        "DCT-AdamW",
        "AdamW whose moments live in the cosine directions that capture most of each gradient",
        "adamw",
        "one gradient a step, two products with each matrix, 2 r/n of AdamW's state",
        Form.of(
                new AdamConfig(
                    1e-3, 0.9, 0.999, 1e-8, 0, RANK, 1, true, ErrorFeedback.NONE, Subspace.DCT))
            .search("learningRate", 1e-4, 3e-2),
        (theta, c, seed) -> new LowRankAdamW(theta, c.config(), c.subspace().projection(seed)));
  }

  /** Rates are relative to a step four times smaller than Adam's: α = 0.25. */
  private static Method galore() {
    return Method.of(
        "galore",
        "GaLore",
        "Adam on the gradient's coordinates in a subspace that is chosen now and then",
        "adamw",
        "one gradient a step, an SVD every 200, 2 r/n of AdamW's state and the subspace",
        Form.of(HostConfig.of(GaLore.config(1e-2, RANK), Subspace.SVD))
            .search("learningRate", 1e-3, 0.1),
        (theta, c, seed) -> new GaLore(theta, c.config(), c.subspace().projection(seed)));
  }

  private static Method fira() {
    return Method.of(
        "fira",
        "Fira",
        "Adam in a subspace, with the rest of the gradient scaled alike",
        "adamw",
        "one gradient a step, a choice every 200, 2 r/n of AdamW's state",
        Form.of(HostConfig.of(Fira.Config.of(1e-3, RANK), Subspace.DCT))
            .search("learningRate", 1e-4, 3e-2),
        (theta, c, seed) -> new Fira(theta, c.config(), c.subspace().projection(seed)));
  }

  private static Method frugal() {
    return Method.of(
        "frugal",
        "FRUGAL",
        "Adam in a subspace, signs in the rest",
        "adamw",
        "one gradient a step, a choice every 200, 2 r/n of AdamW's state",
        Form.of(
                new FrugalConfig(
                    1e-3, 0.9, 0.999, 1e-8, 0, 0.25, 200, Frugal.Residual.SIGN, 1, Subspace.DCT))
            .search("learningRate", 1e-4, 1e-2),
        (theta, c, seed) -> new Frugal(theta, c.config(), c.subspace().projection(seed)));
  }

  /** The papers fix the rate of vectors for large models; for small ones it is searched too. */
  private static Method trion() {
    return Method.of(
        "trion",
        "Trion",
        "momentum orthogonalised in the cosine directions that capture most of it",
        "adamw",
        "one gradient a step, products with each matrix, 1 state vector",
        Form.of(MomentumConfig.of(StepScale.KJ))
            .search("learningRate", 1e-3, 0.2)
            .search("otherLearningRate", 1e-4, 1e-2),
        (theta, c, seed) -> new Trion(theta, c.config()));
  }

  private static Method dion() {
    return Method.of(
        "dion",
        "Dion",
        "momentum orthonormalised by one step of power iteration",
        "adamw",
        "one gradient a step, a QR and products with each matrix, 1 state vector and a subspace",
        Form.of(MomentumConfig.of(StepScale.DION))
            .search("learningRate", 1e-3, 0.2)
            .search("otherLearningRate", 1e-4, 1e-2),
        (theta, c, seed) ->
            new Dion(theta, c.config(), RandomSource.seeded(Seeds.derive(seed, "subspaces", 0))));
  }
}
