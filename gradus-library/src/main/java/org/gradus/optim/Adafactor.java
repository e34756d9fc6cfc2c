package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * Adafactor without first moment (Shazeer and Stern, ICML 2018, arXiv 1804.04235), with an optional
 * coordinate-wise clip of its gradient (Pan and Li 2023, arXiv 2306.00204).
 *
 * <pre>
 *   βₜ = 1 − t^−κ                                          (0 at t = 1)
 *   q = g² + ε₁                                            of the raw gradient
 *   rank ≥ 2:  R ← βₜ R + (1 − βₜ) mean of q over the last axis
 *              C ← βₜ C + (1 − βₜ) mean of q over the axis before
 *              vᵢⱼ = Rᵢ Cⱼ / mean(R)
 *   rank ≤ 1:  v ← βₜ v + (1 − βₜ) q
 *   u = clip(g) / √v
 *   u ← u / max(1, RMS(u)/D)
 *   θ ← θ − η max(ε₂, RMS(θ)) u                            RMS of each parameter, θ before the step
 * </pre>
 *
 * <p>The learning rate η is relative to a parameter's own size; no weight decay.
 *
 * <p>State: R and C, so about (m + n) numbers for an m × n matrix. Cost per step: one gradient;
 * with a clip, the clip.
 */
public final class Adafactor extends FlatOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0, relative to RMS(θ)
   * @param decayPower κ in [0, 1]
   * @param epsilon1 ε₁ ≥ 0, added to squared gradients
   * @param epsilon2 ε₂ ≥ 0, the least RMS(θ)
   * @param clipRms D &gt; 0, largest root mean square of a parameter's direction
   */
  public record Config(
      double learningRate, double decayPower, double epsilon1, double epsilon2, double clipRms) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.between("decayPower", decayPower, 0, 1);
      Check.nonNegative("epsilon1", epsilon1);
      Check.nonNegative("epsilon2", epsilon2);
      Check.positive("clipRms", clipRms);
    }

    /** η as given, κ = 0.8, ε₁ = 1e-30, ε₂ = 1e-3, D = 1: the paper's. */
    public static Config of(double learningRate) {
      return new Config(learningRate, 0.8, 1e-30, 1e-3, 1);
    }
  }

  /** A parameter's second moment: factored if it has two axes at least. */
  private record Moment(Slice slice, Tensor rows, Tensor columns) {
    static Moment of(Slice slice, ParameterVector theta) {
      Tensor like = slice.view(theta.values()).detach();
      boolean factored = slice.rank() >= 2;
      return new Moment(
          slice,
          Tensors.keep(torch.zeros_like(factored ? mean(like, -1) : like)),
          factored ? Tensors.keep(torch.zeros_like(mean(like, -2))) : null);
    }

    static Tensor mean(Tensor tensor, long axis) {
      return tensor.mean(new long[] {axis}, false, new ScalarTypeOptional());
    }

    void take(Tensor squares, double beta) {
      if (columns == null) {
        rows.lerp_(squares, Scalars.of(1 - beta));
      } else {
        rows.lerp_(mean(squares, -1), Scalars.of(1 - beta));
        columns.lerp_(mean(squares, -2), Scalars.of(1 - beta));
      }
    }

    /** Divides a direction by √v, in place. */
    Tensor scale(Tensor direction) {
      if (columns == null) {
        return direction.div_(rows.sqrt());
      }
      Tensor relative = rows.div(mean(rows, -1).unsqueeze(-1));
      return direction.div_(relative.sqrt_().unsqueeze(-1)).div_(columns.sqrt().unsqueeze(-2));
    }
  }

  private final Config config;
  private final Clipper clipper;
  private final Tensor direction;
  private final List<Moment> moments = new ArrayList<>();

  /** Adafactor itself. */
  public Adafactor(ParameterVector theta, Config config) {
    this(theta, config, CoordinateClip.none());
  }

  /**
   * Adafactor with a clip.
   *
   * @param theta the parameters
   * @param config settings
   * @param clip of the gradient in the numerator; the paper's is a share of 0.5
   */
  public Adafactor(ParameterVector theta, Config config, CoordinateClip clip) {
    super(theta, config.learningRate());
    this.config = config;
    clipper = new Clipper(theta, Objects.requireNonNull(clip, "clip"));
    direction = theta.newVector();
    theta.slices().forEach(slice -> moments.add(Moment.of(slice, theta)));
  }

  @Override
  protected void beforeUpdate() {
    direction.copy_(parameters().gradient());
    clipper.apply(direction);
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    double beta = 1 - Math.pow((double) steps(), -config.decayPower());
    for (Moment moment : moments) {
      Slice slice = moment.slice();
      if (slice.offset() >= group.offset() && slice.offset() < group.offset() + group.length()) {
        moment.take(
            slice.view(parameters().gradient()).square().add_(Scalars.of(config.epsilon1())), beta);
        Tensor u = moment.scale(slice.view(direction));
        double size = Math.max(1, rms(u) / config.clipRms());
        Tensor theta = slice.view(parameters().values());
        double rate = learningRate * Math.max(config.epsilon2(), rms(theta));
        theta.add_(u, Scalars.of(-rate / size));
      }
    }
  }

  private static double rms(Tensor tensor) {
    return Tensors.norm(tensor) / Math.sqrt((double) tensor.numel());
  }

  @Override
  public void save(State state) {
    super.save(state);
    for (Moment moment : moments) {
      State own = state.child(moment.slice().name());
      own.put("rows", moment.rows());
      if (moment.columns() != null) {
        own.put("columns", moment.columns());
      }
    }
  }

  @Override
  public void load(State state) {
    super.load(state);
    for (Moment moment : moments) {
      State own = state.child(moment.slice().name());
      own.copyInto("rows", moment.rows());
      if (moment.columns() != null) {
        own.copyInto("columns", moment.columns());
      }
    }
  }
}
