package org.gradus.smooth.coordinate;

import org.gradus.core.Check;

/**
 * The update rules. g is ∇_b f(x), H_b the bound, L_b = λ_max(H_b).
 *
 * <p>Guaranteed progress: {@link #LIPSCHITZ} f⁺ ≤ f − |g|²/(2 L_b), {@link #MATRIX} f⁺ ≤ f − ½ gᵀ
 * H_b⁻¹ g, {@link #LEARNED} f⁺ ≤ f − |g|²/(2 L) with the L it learned.
 */
public enum UpdateRule implements BlockUpdate {
  /** Lb: d = −g / L_b. */
  LIPSCHITZ(false) {
    @Override
    Updater begin(BlockRun run) {
      return block -> scaled(gradient(run, block), -1 / run.bounds().lipschitz(block));
    }
  },
  /** Hb: d = −H_b⁺ g. Exact on the block for a quadratic. Cost τ³, once for a fixed block. */
  MATRIX(false) {
    @Override
    Updater begin(BlockRun run) {
      return block -> scaled(run.bounds().solve(block, gradient(run, block)), -1);
    }
  },
  /**
   * LA: d = −g / L, L doubled from the largest value stored for a coordinate of the block (1 at
   * first) until f⁺ ≤ f − |g|²/(2 L), then stored for the block's coordinates. L_b, where the test
   * holds by itself, ends the doubling: rounding cannot drive it on.
   */
  LEARNED(false) {
    @Override
    Updater begin(BlockRun run) {
      return new LearnedConstants(run)::step;
    }
  },
  /**
   * Newton: d = −α (∇²_bb f(x))⁺ g, α halved from 1 until f⁺ ≤ f + 10⁻¹⁰ α gᵀd up to rounding (8
   * units in the last place of f); 0 where 60 halvings do not find it.
   */
  NEWTON(false) {
    @Override
    Updater begin(BlockRun run) {
      return new TwoMetricProjection(run, BlockState::hessian)::step;
    }
  },
  /**
   * {@link #MATRIX} for a {@link QuadraticFunction} on blocks whose graph is a forest: elimination
   * from the leaves, O(|b|).
   */
  MESSAGE_PASSING(false) {
    @Override
    Updater begin(BlockRun run) {
      if (!(run.function() instanceof QuadraticFunction quadratic)) {
        throw Check.invalid(
            "the function of a message-passing update",
            run.function().getClass().getSimpleName(),
            "a QuadraticFunction: blocks are trees of its matrix");
      }
      ForestSystem system = new ForestSystem(quadratic.matrix());
      return block -> scaled(system.solve(block, gradient(run, block)), -1);
    }
  },
  /** PG: x_b ← projection of x_b − g / L_b. */
  PROJECTED_GRADIENT(true) {
    @Override
    Updater begin(BlockRun run) {
      return block -> {
        double[] d = scaled(gradient(run, block), -1 / run.bounds().lipschitz(block));
        return project(run, block, d, 1);
      };
    }
  },
  /** PN: the exact minimiser of gᵀd + ½ dᵀ H_b d within the bounds, by an active-set method. */
  PROJECTED_NEWTON(true) {
    @Override
    Updater begin(BlockRun run) {
      return block -> BoxQuadratic.solve(run, block, gradient(run, block));
    }
  },
  /**
   * TMP: coordinates within 10⁻⁴ of a bound that g pushes to it move by −g / Σ Lᵢ, the others W by
   * −H_WW⁺ g_W; the whole is projected, and halved until f⁺ ≤ f + 10⁻¹⁰ α gᵀd as for {@link
   * #NEWTON}.
   */
  TWO_METRIC(true) {
    @Override
    Updater begin(BlockRun run) {
      return new TwoMetricProjection(
              run,
              (state, block, matrix) ->
                  System.arraycopy(run.bounds().matrix(block), 0, matrix, 0, matrix.length))
          ::step;
    }
  },
  /** {@link #TWO_METRIC} with the Hessian at x in place of its bound: superlinear for any f. */
  TWO_METRIC_NEWTON(true) {
    @Override
    Updater begin(BlockRun run) {
      return new TwoMetricProjection(run, BlockState::hessian)::step;
    }
  };

  private final boolean fitsBounds;

  UpdateRule(boolean fitsBounds) {
    this.fitsBounds = fitsBounds;
  }

  @Override
  public boolean fitsBounds() {
    return fitsBounds;
  }

  @Override
  public Updater start(BlockRun run) {
    return begin(run);
  }

  abstract Updater begin(BlockRun run);

  static double[] gradient(BlockRun run, int[] block) {
    double[] g = new double[block.length];
    run.state().gradient(block, g);
    return g;
  }

  static double[] scaled(double[] v, double factor) {
    for (int p = 0; p < v.length; p++) {
      v[p] *= factor;
    }
    return v;
  }

  /** The step from x_b to the projection of x_b + α d. */
  static double[] project(BlockRun run, int[] block, double[] d, double alpha) {
    double[] step = new double[d.length];
    double[] x = run.state().x();
    for (int p = 0; p < d.length; p++) {
      int i = block[p];
      step[p] = run.problem().box().project(i, x[i] + alpha * d[p]) - x[i];
    }
    return step;
  }
}
