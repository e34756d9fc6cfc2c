package org.gradus.core;

import org.bytedeco.pytorch.CrossEntropyLossOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How targets are distributed given a model's outputs; losses are mean negative log-likelihoods.
 */
public enum Likelihood {
  /**
   * Classes from logits: loss = mean over predictions of −log softmax(z)[y]. Targets equal to
   * {@link #IGNORED} are left out of the loss, of samples and of the count.
   */
  CATEGORICAL {
    @Override
    public Tensor loss(Tensor outputs, Tensor targets) {
      requireMatch(outputs, targets, outputs.dim() == 2 && targets.dim() == 1);
      return torch.cross_entropy(outputs, targets, new CrossEntropyLossOptions());
    }

    @Override
    public Tensor sample(Tensor outputs, Tensor targets, RandomSource random) {
      Tensor cumulative = outputs.detach().softmax(1).cumsum(1);
      Tensor uniform = random.uniform(new long[] {outputs.size(0), 1}, cumulative.options());
      Tensor drawn = cumulative.le(uniform).sum(1).clamp_max_(Scalars.of(outputs.size(1) - 1));
      return torch.where(targets.eq(Scalars.of(IGNORED)), targets, drawn);
    }

    @Override
    public long count(Tensor targets) {
      return targets.ne(Scalars.of(IGNORED)).sum().item_long();
    }
  },

  /**
   * Real values with unit variance: loss = mean over rows of ½‖f − y‖², summed over the outputs of
   * a row.
   */
  GAUSSIAN {
    @Override
    public Tensor loss(Tensor outputs, Tensor targets) {
      requireMatch(outputs, targets, outputs.numel() == targets.numel());
      Tensor squares = outputs.sub(targets.reshape(Tensors.shape(outputs))).square();
      return squares.sum().mul(Scalars.of(0.5 / outputs.size(0)));
    }

    @Override
    public Tensor sample(Tensor outputs, Tensor targets, RandomSource random) {
      Tensor mean = outputs.detach();
      return mean.add(random.normal(Tensors.shape(mean), mean.options()));
    }

    @Override
    public long count(Tensor targets) {
      return targets.size(0);
    }
  },

  /**
   * 0 or 1 from one logit each: loss = mean of −log σ(f) where the target is 1 and −log σ(−f) where
   * it is 0.
   */
  BERNOULLI {
    @Override
    public Tensor loss(Tensor outputs, Tensor targets) {
      requireMatch(outputs, targets, outputs.numel() == targets.numel());
      Tensor labels = targets.reshape(Tensors.shape(outputs)).to(Tensors.type(outputs));
      return torch.binary_cross_entropy_with_logits(outputs, labels);
    }

    @Override
    public Tensor sample(Tensor outputs, Tensor targets, RandomSource random) {
      Tensor ones = outputs.detach().sigmoid();
      Tensor uniform = random.uniform(Tensors.shape(ones), ones.options());
      return uniform.lt(ones).reshape(Tensors.shape(targets)).to(Tensors.type(targets));
    }

    @Override
    public long count(Tensor targets) {
      return targets.numel();
    }
  };

  /** The target that says "no prediction is asked for here" (padding). */
  public static final long IGNORED = -100;

  /**
   * The mean negative log-likelihood.
   *
   * @param outputs the model's outputs
   * @param targets classes of shape [n], or values of the outputs' shape
   * @return a scalar tensor
   * @throws IllegalArgumentException naming both shapes if they do not fit
   */
  public abstract Tensor loss(Tensor outputs, Tensor targets);

  /**
   * Targets drawn from the model itself; no gradient flows through the draw.
   *
   * @param outputs the model's outputs
   * @param targets the given targets: where they are {@link #IGNORED}, so are the drawn ones
   * @param random where the draw comes from
   * @return a tensor like {@code targets}
   */
  public abstract Tensor sample(Tensor outputs, Tensor targets, RandomSource random);

  /** The number of predictions B the loss is the mean of: ignored targets do not count. */
  public abstract long count(Tensor targets);

  static void requireMatch(Tensor outputs, Tensor targets, boolean matches) {
    if (!matches || outputs.size(0) != targets.size(0)) {
      throw new IllegalArgumentException(
          "outputs ("
              + Tensors.describe(outputs)
              + ") and targets ("
              + Tensors.describe(targets)
              + ") do not fit together");
    }
  }
}
