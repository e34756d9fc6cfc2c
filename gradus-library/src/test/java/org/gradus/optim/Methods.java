package org.gradus.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.curvature.GaussNewtonBartlett;
import org.gradus.curvature.Hutchinson;
import org.gradus.curvature.SlidingInverseFisher.Divisor;

/** Every update rule in every form that has code of its own, by name. */
public final class Methods {
  private Methods() {}

  /** A maker of each. */
  public static Map<String, Function<ParameterVector, FlatOptimizer>> all() {
    Map<String, Function<ParameterVector, FlatOptimizer>> all = new LinkedHashMap<>();
    all.put("sgd", t -> new Sgd(t, new Sgd.Config(0.05, 0, false, 0.1)));
    all.put("momentum", t -> new Sgd(t, new Sgd.Config(0.05, 0.9, false, 0.1)));
    all.put("nesterov", t -> new Sgd(t, new Sgd.Config(0.05, 0.9, true, 0.1)));
    all.put("adam", t -> new Adam(t, new Adam.Config(0.01, 0.9, 0.99, 1e-8, 0.1)));
    all.put("adamw", t -> new AdamW(t, new AdamW.Config(0.01, 0.9, 0.99, 1e-8, 0.1)));
    all.put("lion", t -> new Lion(t, new Lion.Config(0.01, 0.9, 0.99, 0.1)));
    all.put("lanczos-sgd", t -> new LanczosSgd(t, lanczos(), RandomSource.seeded(2)));
    all.put("adagrad", t -> new AdaGrad(t, new AdaGrad.Config(0.05, 0.01, 1e-10, 0.1)));
    all.put("adagrad-norm", t -> new AdaGradNorm(t, new AdaGradNorm.Config(0.5, 0.1, 1e-10, 0.1)));
    all.put("sophia-g", t -> new Sophia(t, sophia(Sophia.Order.PAPER), bartlett()));
    all.put("sophia-h", t -> new Sophia(t, sophia(Sophia.Order.PAPER), hutchinson()));
    all.put("sophia-official", t -> new Sophia(t, sophia(Sophia.Order.OFFICIAL_CODE), bartlett()));
    all.put("adahessian", t -> new AdaHessian(t, adaHessian(1), RandomSource.seeded(2)));
    all.put("adahessian-root", t -> new AdaHessian(t, adaHessian(0.5), RandomSource.seeded(2)));
    for (ClippedSgd.Step step : ClippedSgd.Step.values()) {
      all.put("clipped-sgd-" + step, t -> new ClippedSgd(t, clippedSgd(step), clip(0.1)));
    }
    all.put("clipped-adam", t -> new ClippedAdam(t, adamW(), clip(0.5), ClipTarget.GRADIENT));
    all.put("clipped-adam-update", t -> new ClippedAdam(t, adamW(), clip(0.5), ClipTarget.UPDATE));
    all.put(
        "clipped-lion", t -> new ClippedLion(t, new Lion.Config(0.01, 0.9, 0.99, 0), clip(0.5)));
    all.put("adafactor", t -> new Adafactor(t, Adafactor.Config.of(0.01)));
    all.put("clipped-adafactor", t -> new Adafactor(t, Adafactor.Config.of(0.01), clip(0.5)));
    all.put("mfac", t -> new MFac(t, mFac(0)));
    all.put("mfac-momentum", t -> new MFac(t, mFac(0.9)));
    return all;
  }

  private static LanczosSgd.Config lanczos() {
    return new LanczosSgd.Config(0.05, 3, 1, 0.1, 0.1);
  }

  private static AdamW.Config adamW() {
    return new AdamW.Config(0.01, 0.9, 0.99, 1e-8, 0.1);
  }

  private static ClippedSgd.Config clippedSgd(ClippedSgd.Step step) {
    return new ClippedSgd.Config(0.01, 0.9, 0.9, step, 0.1);
  }

  private static CoordinateClip clip(double share) {
    return CoordinateClip.of(share);
  }

  private static MFac.Config mFac(double momentum) {
    return new MFac.Config(0.01, 4, 0.1, momentum, 0.1, Divisor.WINDOW, false);
  }

  private static GaussNewtonBartlett bartlett() {
    return new GaussNewtonBartlett(RandomSource.seeded(2));
  }

  private static Hutchinson hutchinson() {
    return new Hutchinson(RandomSource.seeded(2), Hutchinson.Probe.GAUSSIAN, 1);
  }

  private static Sophia.Config sophia(Sophia.Order order) {
    return new Sophia.Config(0.01, 0.9, 0.95, 0.05, 1e-12, 0.1, 3, 0.5, order);
  }

  private static AdaHessian.Config adaHessian(double power) {
    return new AdaHessian.Config(0.05, 0.9, 0.99, 1e-4, 0.1, power, 1, 2, BlockRule.rows(), false);
  }
}
