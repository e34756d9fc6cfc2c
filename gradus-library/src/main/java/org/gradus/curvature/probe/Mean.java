package org.gradus.curvature.probe;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/** The mean loss over mini-batches, each weighted by its examples. */
record Mean(List<? extends Objective> batches, long[] sizes) implements Objective {
  private double share(int i) {
    return (double) sizes[i] / Arrays.stream(sizes).sum();
  }

  @Override
  public Tensor loss() {
    Tensor sum = batches.get(0).loss().mul(Scalars.of(share(0)));
    for (int i = 1; i < sizes.length; i++) {
      sum = sum.add(batches.get(i).loss(), Scalars.of(share(i)));
    }
    return sum;
  }

  /** One graph at a time, where {@link #loss} would keep them all. */
  @Override
  public Evaluation gradient(ParameterVector theta) {
    try (Tensor sum = theta.newVector()) {
      double loss = 0;
      for (int i = 0; i < sizes.length; i++) {
        loss += share(i) * batches.get(i).gradient(theta).loss();
        try (NoGradGuard guard = new NoGradGuard()) {
          sum.add_(theta.gradient(), Scalars.of(share(i)));
        }
      }
      theta.gradient().copy_(sum);
      return new Evaluation(loss, Tensors.norm(sum));
    }
  }
}
