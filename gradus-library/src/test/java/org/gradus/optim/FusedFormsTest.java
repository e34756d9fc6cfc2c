package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.normal;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.Grouping;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule stands there twice; its float32 loop must do what its float64 tensor form does. */
class FusedFormsTest {
  private static final int STEPS = 5;

  private final int threads = torch.get_num_threads();

  @AfterEach
  void threadsAsBefore() {
    torch.set_num_threads(threads);
  }

  static Stream<String> methods() {
    return Methods.all().keySet().stream();
  }

  /** A weight of three blocks less one entry, and a bias in a group of its own scales. */
  private static ParameterVector parameters(ScalarType type, long weights) {
    return ParameterVector.of(
        List.of(
            new NamedTensor("w", leaf(normal(1, ScalarType.Float, 1, weights).to(type))),
            new NamedTensor("b", leaf(normal(2, ScalarType.Float, 1031).to(type)))),
        Grouping.none().with("biases", p -> p.name().equals("b"), 2, 0.5));
  }

  /** Some steps with injected gradients and curvature. */
  private static ParameterVector run(
      Function<ParameterVector, FlatOptimizer> method, ScalarType type, long weights) {
    ParameterVector theta = parameters(type, weights);
    FlatOptimizer optimizer = method.apply(theta);
    for (int t = 0; t < STEPS; t++) {
      theta.gradient().copy_(normal(10 + t, ScalarType.Float, theta.size()).to(type));
      Tensor curvature = normal(20 + t, ScalarType.Float, theta.size()).mul(Scalars.of(20.0));
      if (optimizer instanceof Sophia sophia) {
        sophia.updateHessian(curvature.to(type), 7);
      } else if (optimizer instanceof AdaHessian adaHessian) {
        adaHessian.hessianDiagonal(curvature.to(type));
      }
      optimizer.update();
    }
    return theta;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void loopAgreesWithTensorForm(String name) {
    Function<ParameterVector, FlatOptimizer> method = Methods.all().get(name);
    Tensor single = run(method, ScalarType.Float, 3 * 8192 - 1).values().to(ScalarType.Double);
    Tensor exact = run(method, ScalarType.Double, 3 * 8192 - 1).values();
    // Five steps of float32 arithmetic on numbers of size one.
    double error = single.sub(exact).abs().max().item_double();
    assertThat(error).isLessThan(2e-6);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void numberOfThreadsDoesNotMatter(String name) {
    Function<ParameterVector, FlatOptimizer> method = Methods.all().get(name);
    torch.set_num_threads(1);
    Tensor one = run(method, ScalarType.Float, 450_001).values();
    torch.set_num_threads(2);
    Tensor two = run(method, ScalarType.Float, 450_001).values();
    assertThat(two.equal(one)).isTrue();
  }
}
