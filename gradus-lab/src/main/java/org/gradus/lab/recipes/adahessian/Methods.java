package org.gradus.lab.recipes.adahessian;

import java.util.Locale;
import org.gradus.core.RandomSource;
import org.gradus.lab.recipes.Method;
import org.gradus.optim.AdaGrad;
import org.gradus.optim.AdaHessian;
import org.gradus.optim.Adam;
import org.gradus.optim.AdamW;
import org.gradus.optim.BlockRule;
import org.gradus.optim.Sgd;

/** The methods compared. */
final class Methods {
  private Methods() {}

  /** SGD with momentum 0.9 and coupled decay. */
  static Method.Family sgd(double decay) {
    return new Method.Family(
        "sgd.wd" + decay,
        rate -> (theta, seed) -> new Sgd(theta, new Sgd.Config(rate, 0.9, false, decay)));
  }

  /** Adam with coupled decay, the paper's weak baseline. */
  static Method.Family adam(double decay) {
    return new Method.Family(
        "adam.wd" + decay,
        rate -> (theta, seed) -> new Adam(theta, new Adam.Config(rate, 0.9, 0.999, 1e-8, decay)));
  }

  /** AdamW with λ such that η λ at the start is the product. */
  static Method.Family adamwOfProduct(double product) {
    return new Method.Family(
        "adamw.product" + product,
        rate ->
            (theta, seed) ->
                new AdamW(theta, new AdamW.Config(rate, 0.9, 0.999, 1e-8, product / rate)));
  }

  /** AdamW as for transformers: β 0.9 and 0.95, λ = 0.1. */
  static Method.Family adamwOfTransformers(double decay) {
    return new Method.Family(
        "adamw.wd" + decay,
        rate -> (theta, seed) -> new AdamW(theta, new AdamW.Config(rate, 0.9, 0.95, 1e-8, decay)));
  }

  static Method.Family adagrad() {
    return new Method.Family(
        "adagrad", rate -> (theta, seed) -> new AdaGrad(theta, AdaGrad.Config.of(rate)));
  }

  /**
   * AdaHessian.
   *
   * @param power k
   * @param block the block rule
   * @param each steps between refreshes
   * @param product η λ at the start
   */
  static Method.Family adaHessian(double power, BlockRule block, int each, double product) {
    String name =
        String.format(
            Locale.ROOT,
            "adahessian.power%.1f.%s%d.each%d.product%.3g",
            power,
            block.kind().name().toLowerCase(Locale.ROOT).replace("_", ""),
            block.length(),
            each,
            product);
    return new Method.Family(
        name.replace("+", ""),
        rate ->
            (theta, seed) ->
                new AdaHessian(
                    theta,
                    new AdaHessian.Config(
                        rate, 0.9, 0.999, 1e-4, product / rate, power, 1, each, block, false),
                    RandomSource.seeded(seed)));
  }
}
