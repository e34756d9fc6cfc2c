package org.gradus.prune;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Tensors;
import org.gradus.curvature.InverseFisher;

/**
 * One-shot pruning by the optimal-brain-surgeon rule with M-FAC's inverse Fisher matrix (Frantar,
 * Kurtic and Alistarh, NeurIPS 2021, arXiv 2107.03356).
 *
 * <p>Round j = 1, …, n takes the sparsity to that of a {@link PruningSchedule}:
 *
 * <ol>
 *   <li>m fresh gradients, batches (j − 1) m, …, j m − 1, of the surviving weights alone;
 *   <li>F = δ I + (1/m) Σ gᵢ gᵢᵀ over them, in blocks of B of the survivors if asked;
 *   <li>drop the weights of least w²/(2 [F⁻¹]ₚₚ), of equal ones the first in θ;
 *   <li>correct the survivors by F⁻¹ t, tₚ = −wₚ/[F⁻¹]ₚₚ at the dropped, and set the dropped to 0.
 * </ol>
 *
 * <p>Biases and the like take no part: they are neither pruned nor corrected. Cost: n m gradients
 * and, per round, 2 k m² flops and 8 k m bytes for k survivors ({@link #estimatedBytes}).
 */
public final class MFacPruner implements Pruner {
  /**
   * Settings.
   *
   * @param gradients m ≥ 1 mini-batch gradients a round
   * @param rounds n ≥ 1
   * @param damping δ &gt; 0
   * @param blockSize B ≥ 1, or {@link InverseFisher#FULL} for one block
   * @param correct whether survivors are corrected; without, only the choice of weights is M-FAC's
   */
  public record Config(int gradients, int rounds, double damping, long blockSize, boolean correct) {
    /** Checks the ranges. */
    public Config {
      Check.atLeast("gradients", gradients, 1);
      Check.atLeast("rounds", rounds, 1);
      Check.positive("damping", damping);
      if (blockSize != InverseFisher.FULL) {
        Check.atLeast("blockSize", blockSize, 1);
      }
    }

    /** m = 64, 16 rounds, δ = 1e-5, blocks of 128: the official defaults for small networks. */
    public static Config standard() {
      return new Config(64, 16, 1e-5, 128, true);
    }
  }

  private static final Logger LOG = System.getLogger(MFacPruner.class.getName());

  private final Config config;
  private final LongFunction<? extends Objective> batches;

  /**
   * A pruner.
   *
   * @param config settings
   * @param batches the objective of the i-th mini-batch, i = 0, 1, …; the authors take 32 examples
   *     each. The network must be in evaluation mode: running statistics are not to move
   */
  public MFacPruner(Config config, LongFunction<? extends Objective> batches) {
    this.config = Objects.requireNonNull(config, "config");
    this.batches = Objects.requireNonNull(batches, "batches");
  }

  /**
   * The memory a round's inverse takes.
   *
   * @param survivors weights not yet pruned
   */
  public static long estimatedBytes(Config config, long survivors) {
    return InverseFisher.estimatedBytes(config.gradients(), survivors, config.blockSize());
  }

  @Override
  public void prune(PruningMask mask, double sparsity) {
    Pruner.requireReachable(mask, sparsity);
    PruningSchedule schedule =
        new PruningSchedule(Math.min(mask.sparsity(), sparsity), sparsity, config.rounds());
    for (int round = 1; round <= config.rounds(); round++) {
      try (PointerScope scope = new PointerScope()) {
        round(mask, mask.target(schedule.sparsity(round)), (round - 1L) * config.gradients());
      }
    }
    List<String> emptied = mask.emptied();
    if (!emptied.isEmpty()) {
      LOG.log(Level.WARNING, "no weight is left in {0}: the network is cut there", emptied);
    }
  }

  private void round(PruningMask mask, long target, long firstBatch) {
    long count = target - mask.pruned();
    if (count <= 0) {
      return;
    }
    Tensor survivors = mask.survivors();
    Tensor gradients = collect(mask.parameters(), survivors, firstBatch);
    InverseFisher inverse =
        InverseFisher.overwriting(gradients, config.damping(), config.blockSize());
    try (NoGradGuard guard = new NoGradGuard()) {
      OptimalBrainSurgeon surgeon = new OptimalBrainSurgeon(inverse);
      Tensor values = mask.parameters().values();
      Tensor weights = values.index_select(0, survivors).to(ScalarType.Double);
      Tensor removed = surgeon.least(weights, count);
      if (config.correct()) {
        weights.add_(surgeon.correction(weights, removed));
        values.index_copy_(0, survivors, weights.to(Tensors.type(values)));
      }
      mask.drop(survivors.index_select(0, removed));
    }
  }

  private Tensor collect(ParameterVector theta, Tensor survivors, long firstBatch) {
    long[] shape = {config.gradients(), survivors.numel()};
    Tensor gradients = torch.zeros(shape, new TensorOptions(ScalarType.Double));
    for (int i = 0; i < config.gradients(); i++) {
      try (PointerScope scope = new PointerScope()) {
        batches.apply(firstBatch + i).gradient(theta);
        try (NoGradGuard guard = new NoGradGuard()) {
          gradients.select(0, i).copy_(theta.gradient().index_select(0, survivors));
        }
      }
    }
    return gradients;
  }
}
