package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.function.Function;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.junit.jupiter.api.Test;

/** Step for step beside libtorch's own C++ optimizers, in float64; Lion beside a scalar loop. */
class LibtorchParityTest {
  private static final double[] START = {1, -2, 0.5, 3, -0.1};
  private static final int STEPS = 30;

  private static Tensor gradient(int step) {
    return normal(100 + step, ScalarType.Double, START.length);
  }

  private static void compare(
      Function<ParameterVector, FlatOptimizer> ours,
      Function<TensorVector, org.bytedeco.pytorch.Optimizer> theirs) {
    ParameterVector theta = parameters(START);
    Optimizer optimizer = ours.apply(theta);
    Tensor parameter = leaf(vector(START));
    org.bytedeco.pytorch.Optimizer peer = theirs.apply(new TensorVector(parameter));
    for (int t = 0; t < STEPS; t++) {
      theta.gradient().copy_(gradient(t));
      optimizer.update();
      parameter.mutable_grad().put(gradient(t));
      peer.step();
      assertThat(values(theta.values())).containsExactly(values(parameter), within(1e-12));
    }
  }

  private static org.bytedeco.pytorch.Optimizer sgd(
      TensorVector parameters, double momentum, boolean nesterov, double decay) {
    SGDOptions options = new SGDOptions(0.1);
    options.momentum().put(momentum);
    options.nesterov().put(nesterov);
    options.weight_decay().put(decay);
    return new org.bytedeco.pytorch.SGD(parameters, options);
  }

  /** A C++ tuple may lie in memory last element first: the defaults show which. */
  private static void betas(DoublePointer tuple, double beta1, double beta2) {
    boolean inOrder = tuple.get(0) < tuple.get(1);
    tuple.put(0, inOrder ? beta1 : beta2);
    tuple.put(1, inOrder ? beta2 : beta1);
  }

  @Test
  void sgd() {
    for (double decay : new double[] {0, 0.05}) {
      compare(
          theta -> new Sgd(theta, new Sgd.Config(0.1, 0, false, decay)),
          p -> sgd(p, 0, false, decay));
      compare(
          theta -> new Sgd(theta, new Sgd.Config(0.1, 0.9, false, decay)),
          p -> sgd(p, 0.9, false, decay));
      compare(
          theta -> new Sgd(theta, new Sgd.Config(0.1, 0.9, true, decay)),
          p -> sgd(p, 0.9, true, decay));
    }
  }

  @Test
  void adam() {
    for (double decay : new double[] {0, 0.05}) {
      compare(
          theta -> new Adam(theta, new Adam.Config(0.1, 0.8, 0.95, 1e-6, decay)),
          p -> {
            AdamOptions options = new AdamOptions(0.1);
            betas(options.betas(), 0.8, 0.95);
            options.eps().put(1e-6);
            options.weight_decay().put(decay);
            return new org.bytedeco.pytorch.Adam(p, options);
          });
    }
  }

  @Test
  void adamW() {
    for (double decay : new double[] {0, 0.05}) {
      compare(
          theta -> new AdamW(theta, new AdamW.Config(0.1, 0.8, 0.95, 1e-6, decay)),
          p -> {
            AdamWOptions options = new AdamWOptions(0.1);
            betas(options.betas(), 0.8, 0.95);
            options.eps().put(1e-6);
            options.weight_decay().put(decay);
            return new org.bytedeco.pytorch.AdamW(p, options);
          });
    }
  }

  @Test
  void defaultsAreLibtorchs() {
    compare(
        theta -> new Adam(theta, Adam.Config.of(0.1)),
        p -> new org.bytedeco.pytorch.Adam(p, new AdamOptions(0.1)));
    compare(
        theta -> new AdamW(theta, AdamW.Config.of(0.1)),
        p -> new org.bytedeco.pytorch.AdamW(p, new AdamWOptions(0.1)));
  }

  @Test
  void lionFollowsItsScalarLoop() {
    ParameterVector theta = parameters(START);
    Lion lion = new Lion(theta, new Lion.Config(0.1, 0.9, 0.99, 0.05));
    double[] x = START.clone();
    double[] m = new double[x.length];
    for (int t = 0; t < STEPS; t++) {
      double[] g = values(gradient(t));
      theta.gradient().copy_(vector(g));
      lion.update();
      for (int i = 0; i < x.length; i++) {
        x[i] = (1 - 0.1 * 0.05) * x[i] - 0.1 * Math.signum(0.9 * m[i] + (1 - 0.9) * g[i]);
        m[i] = 0.99 * m[i] + (1 - 0.99) * g[i];
      }
      assertThat(values(theta.values())).containsExactly(x, within(1e-12));
    }
    theta.gradient().mul_(Scalars.of(0.0));
    lion.learningRate(0);
    lion.update();
    assertThat(values(theta.values())).containsExactly(x, within(1e-12));
  }
}
