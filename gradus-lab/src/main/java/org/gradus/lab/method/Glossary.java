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
          entry("initialSum", "sum of squared gradients at the start, v₀", Interval.atLeast(0)),
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
          entry("steps", "Lanczos steps for the sharpest directions", Interval.atLeast(1)),
          entry("damping", "added to every curvature, β or δ", Interval.above(0)),
          entry("offset", "further added to the sharpest curvatures", Interval.atLeast(0)),
          entry(
              "gap",
              "steps between renewals (of a noise estimate, of a subspace)",
              Interval.atLeast(1)),
          entry("floor", "least damping", Interval.atLeast(0)),
          entry(
              "parts", "parts of the mini-batch whose Hessians are compared", Interval.atLeast(2)),
          entry("dampening", "share of the new gradient that is left out of the momentum", DECAY),
          entry(
              "clipShare",
              "share of the coordinates clipped at its quantile",
              new Interval(0, true, 1, true)),
          entry("clipTarget", "whether the gradient or the final direction is clipped"),
          entry(
              "decayPower",
              "decay of second moments: 1 - t^-power",
              new Interval(0, true, 1, true)),
          entry("clipRms", "largest root mean square of a parameter's step", Interval.above(0)),
          entry("rank", "dimension of the subspace of each matrix, r", Interval.atLeast(1)),
          entry("rotate", "whether moments are carried over to a new subspace"),
          entry("errorFeedback", "whether what the projection loses is kept, and in how many bits"),
          entry("subspace", "how subspaces are chosen"),
          entry("scale", "factor on the step in the subspace, α", Interval.atLeast(0)),
          entry(
              "density",
              "dimension of the subspace over the full one",
              new Interval(0, false, 1, true)),
          entry("residual", "what follows the gradient outside the subspace"),
          entry("residualScale", "factor on the step outside the subspace", Interval.atLeast(0)),
          entry("stepScale", "how a step depends on the shape of its matrix"),
          entry("otherLearningRate", "learning rate of what is no matrix", Interval.atLeast(0)),
          entry("window", "gradients remembered, m", Interval.atLeast(1)),
          entry("divisor", "what the window's outer products are divided by"),
          entry("sparse", "whether weights that are 0 at first stay 0"),
          entry("warmup", "share of the run in which the learning rate rises", DECAY),
          entry(
              "endFactor",
              "factor on the learning rate at the end",
              new Interval(0, true, 1, true)),
          entry("schedulePower", "exponent of the part of the run that is left", Interval.above(0)),
          entry(
              "dropFactor",
              "factor on the learning rate at each drop",
              new Interval(0, true, 1, true)),
          entry(
              "decayShare",
              "share of the run in which the learning rate falls",
              new Interval(0, false, 1, false)),
          entry(
              "separatingShare",
              "length of the short training, as a share of the whole",
              new Interval(0, false, 1, true)),
          entry("copies", "how often a slow example is shown", Interval.atLeast(1)),
          entry("innerSteps", "steps on each surrogate, m", Interval.atLeast(1)),
          entry(
              "decrease",
              "share of the linear decrease a line search asks for, c",
              new Interval(0, false, 1, false)),
          entry("rho", "radius of the perturbation, ρ", Interval.atLeast(0)),
          entry("eta", "added to |θ| in the perturbation's scale, η", Interval.atLeast(0)),
          entry("fisherDamping", "added to the Fisher information's diagonal", Interval.above(0)),
          entry("distance", "how outputs are compared"),
          entry("distanceScale", "factor on the distance of outputs", Interval.atLeast(0)),
          entry("adaptive", "whether the perturbation scales with the weights"),
          entry("sigma", "deviation of the noise on inputs, σ", Interval.atLeast(0)),
          entry("penalty", "factor of the term added to the loss, λ", Interval.atLeast(0)),
          entry("temperature", "how much outputs are softened, τ", Interval.above(0)),
          entry(
              "startFraction",
              "part of the epochs before the term acts",
              new Interval(0, true, 1, true)),
          entry("epochsBack", "epochs the reference outputs are old", Interval.atLeast(1)),
          entry("averageEpochs", "epochs the average of weights reaches back", Interval.above(0)));

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
