package org.gradus.lab.recipes.dctlowrank;

import org.gradus.core.RandomSource;
import org.gradus.lab.recipes.Method;
import org.gradus.optim.AdamW;
import org.gradus.optim.lowrank.ColumnSelection.Score;
import org.gradus.optim.lowrank.Dion;
import org.gradus.optim.lowrank.ErrorFeedback;
import org.gradus.optim.lowrank.Fira;
import org.gradus.optim.lowrank.Frugal;
import org.gradus.optim.lowrank.Frugal.Residual;
import org.gradus.optim.lowrank.GaLore;
import org.gradus.optim.lowrank.LowRankAdamW;
import org.gradus.optim.lowrank.MatrixOptimizer;
import org.gradus.optim.lowrank.OrthogonalBasis;
import org.gradus.optim.lowrank.Projection;
import org.gradus.optim.lowrank.StepScale;
import org.gradus.optim.lowrank.Trion;

/** The methods compared: rank a quarter of the width, a choice of subspace every ten steps. */
final class Arms {
  static final int RANK = 16;
  static final int GAP = 10;
  private static final double OTHER_RATE = 3e-3;
  private static final int MAX_SIDE = MatrixOptimizer.DEFAULT_MAX_SIDE;

  /** Where a host's subspaces come from. */
  enum Subspace {
    SVD,
    DCT,
    RANDOM,
    BASIS;

    Projection projection(long seed) {
      return switch (this) {
        case SVD -> Projection.svd();
        case DCT -> Projection.dct();
        case RANDOM -> Projection.random(RandomSource.seeded(seed));
        case BASIS -> Projection.select(OrthogonalBasis.random(seed), Score.L1);
      };
    }
  }

  private Arms() {}

  static Method.Family adamW() {
    return new Method.Family(
        "adamw",
        rate -> (theta, seed) -> new AdamW(theta, new AdamW.Config(rate, 0.9, 0.999, 1e-8, 0)));
  }

  static Method.Family galore(Subspace subspace) {
    return new Method.Family(
        "galore." + subspace,
        rate ->
            (theta, seed) ->
                new GaLore(theta, host(rate, GaLore.DEFAULT_SCALE), subspace.projection(seed)));
  }

  static Method.Family fira(Subspace subspace) {
    return new Method.Family(
        "fira." + subspace,
        rate -> (theta, seed) -> new Fira(theta, host(rate, 1), subspace.projection(seed)));
  }

  private static Fira.Config host(double rate, double scale) {
    return new Fira.Config(rate, 0.9, 0.999, 1e-6, 0, RANK, GAP, scale, MAX_SIDE);
  }

  static Method.Family frugal(Subspace subspace) {
    return new Method.Family(
        "frugal." + subspace,
        rate ->
            (theta, seed) ->
                new Frugal(
                    theta,
                    new Frugal.Config(
                        rate, 0.9, 0.999, 1e-8, 0, 0.25, GAP, Residual.SIGN, 1, MAX_SIDE),
                    subspace.projection(seed)));
  }

  static Method.Family lowRankAdamW(Subspace subspace, boolean rotate, ErrorFeedback feedback) {
    return new Method.Family(
        "lowrank." + subspace + (rotate ? ".rotate" : "") + "." + feedback.name().replace("_", ""),
        rate ->
            (theta, seed) ->
                new LowRankAdamW(
                    theta,
                    new LowRankAdamW.Config(
                        rate, 0.9, 0.999, 1e-8, 0, RANK, GAP, rotate, feedback, MAX_SIDE),
                    subspace.projection(seed)));
  }

  static Method.Family trion() {
    return new Method.Family(
        "trion", rate -> (theta, seed) -> new Trion(theta, momentum(rate, StepScale.KJ)));
  }

  static Method.Family dion() {
    return new Method.Family(
        "dion",
        rate ->
            (theta, seed) ->
                new Dion(theta, momentum(rate, StepScale.KJ), RandomSource.seeded(seed)));
  }

  private static Trion.Config momentum(double rate, StepScale scale) {
    return new Trion.Config(rate, 0.95, 0, RANK, scale, OTHER_RATE, MAX_SIDE);
  }
}
