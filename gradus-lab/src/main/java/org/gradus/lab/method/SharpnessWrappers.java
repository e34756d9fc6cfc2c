package org.gradus.lab.method;

import java.util.List;
import org.gradus.core.Check;
import org.gradus.sharpness.Asam;
import org.gradus.sharpness.Sam;

/** The wrappers that take derivatives at a perturbed point. */
final class SharpnessWrappers {
  private static final String COST = "one gradient a step and two vectors more than its base";

  /** SAM's settings, which are its constructor's. */
  record SamConfig(double rho) {
    SamConfig {
      Check.nonNegative("rho", rho);
    }
  }

  /** ASAM's settings, which are its constructor's. */
  record AsamConfig(double rho, double eta) {
    AsamConfig {
      Check.nonNegative("rho", rho);
      Check.nonNegative("eta", eta);
    }
  }

  private SharpnessWrappers() {}

  static List<Wrapper> all() {
    return List.of(sam(), asam());
  }

  private static Wrapper sam() {
    return Wrapper.of(
        "sam",
        "SAM",
        "takes the gradient at the worst point nearby, so that the minimum found is flat",
        COST,
        "sgd",
        Form.of(new SamConfig(Sam.DEFAULT_RHO)).search("rho", 0.01, 0.5),
        (base, c, run) -> new Sam(base, c.rho()));
  }

  private static Wrapper asam() {
    return Wrapper.of(
        "asam",
        "ASAM",
        "SAM whose neighbourhood scales with the weights",
        COST,
        "sgd",
        Form.of(new AsamConfig(Asam.DEFAULT_RHO, 0)).search("rho", 0.1, 5),
        (base, c, run) -> new Asam(base, c.rho(), c.eta(), slice -> false));
  }
}
