package org.gradus.lab.recipes.adahessian;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.optim.AdaHessian;
import org.gradus.optim.Adam;
import org.gradus.optim.Sgd;

/** Trajectories on Rosenbrock's function (1 − x)² + 100 (y − x²)² from (−1.2, 1). */
final class Rosenbrock {
  private static final int STEPS = 150;

  private Rosenbrock() {}

  static Plot picture() {
    return new Plot(
        "rosenbrock",
        "%d steps on Rosenbrock's function; the minimum is (1, 1)".formatted(STEPS),
        Axis.linear("x"),
        Axis.linear("y"),
        List.of(
            path("SGD, lr 0.0005", t -> new Sgd(t, Sgd.Config.of(5e-4))),
            path("Adam, lr 0.1", t -> new Adam(t, Adam.Config.of(0.1))),
            path(
                "AdaHessian, lr 0.15",
                t -> new AdaHessian(t, AdaHessian.Config.of(0.15), RandomSource.seeded(1)))));
  }

  private static Series path(String name, Function<ParameterVector, Optimizer> method) {
    Tensor point = Tensor.create(-1.2, 1.0).requires_grad_(true);
    ParameterVector theta = ParameterVector.of(List.of(new NamedTensor("point", point)));
    Optimizer optimizer = method.apply(theta);
    Objective objective = () -> value(theta.parameters().get(0));
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i <= STEPS; i++) {
      double[] at = new double[2];
      theta.values().data_ptr_double().get(at);
      points.add(at);
      optimizer.step(objective);
    }
    return Series.of(
        name,
        points.stream().mapToDouble(p -> p[0]).toArray(),
        points.stream().mapToDouble(p -> p[1]).toArray());
  }

  private static Tensor value(Tensor point) {
    Tensor x = point.select(0, 0);
    Tensor y = point.select(0, 1);
    Tensor valley = y.sub(x.square()).square().mul(Scalars.of(100.0));
    return x.sub(Scalars.of(1.0), Scalars.of(1.0)).square().add(valley);
  }
}
