package org.gradus.lab.method;

import java.util.Map;

/** What the hyper-parameters' names mean, the same in every method, and which numbers they take. */
final class Glossary {
  /** A meaning; no interval where the parameter is no number. */
  record Entry(String description, Interval interval) {}

  private static final Interval DECAY = new Interval(0, true, 1, false);

  private static final Map<String, Entry> ENTRIES =
      Map.ofEntries(
          // 0 is a learning rate for the library (a warm-up's start), but no choice for a run.
          entry("learningRate", "step size η", Interval.above(0)),
          entry("momentum", "share of the last step that is kept", DECAY),
          entry("nesterov", "whether to use Nesterov's form of momentum"),
          entry("weightDecay", "pull of the weights towards zero, λ", Interval.atLeast(0)),
          entry("beta1", "decay of the gradient's running mean", DECAY),
          entry("beta2", "decay of the running mean of the scale (or of Lion's momentum)", DECAY),
          entry("epsilon", "least denominator", Interval.atLeast(0)),
          entry("gamma", "scale of the curvature: larger clips less", Interval.atLeast(0)),
          entry("interval", "steps between curvature estimates", Interval.atLeast(1)),
          entry(
              "batchFraction",
              "part of the mini-batch a curvature estimate is taken on",
              new Interval(0, false, 1, true)),
          entry("order", "semantics of the paper or of the released code"),
          entry("hessianPower", "exponent of the curvature, k", new Interval(0, true, 1, true)),
          entry("probes", "random probes averaged for a curvature estimate", Interval.atLeast(1)),
          entry("updateEach", "steps between curvature estimates", Interval.atLeast(1)),
          entry("blockRule", "over which entries the curvature is averaged"),
          entry("signedAverage", "whether the curvature is averaged with its signs"),
          entry("window", "gradients remembered, m", Interval.atLeast(1)),
          entry("damping", "added to the curvature's diagonal, δ", Interval.above(0)),
          entry("divisor", "what the window's outer products are divided by"),
          entry("sparse", "whether weights that are 0 at first stay 0"),
          entry("innerSteps", "steps on each surrogate, m", Interval.atLeast(1)),
          entry(
              "decrease",
              "share of the linear decrease a line search asks for, c",
              new Interval(0, false, 1, false)),
          entry("rho", "radius of the perturbation, ρ", Interval.atLeast(0)),
          entry("eta", "added to |θ| in the perturbation's scale, η", Interval.atLeast(0)));

  private Glossary() {}

  static Entry of(String name) {
    Entry entry = ENTRIES.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("hyper-parameter '" + name + "' is not in the glossary");
    }
    return entry;
  }

  private static Map.Entry<String, Entry> entry(
      String name, String description, Interval interval) {
    return Map.entry(name, new Entry(description, interval));
  }

  private static Map.Entry<String, Entry> entry(String name, String description) {
    return entry(name, description, null);
  }
}
