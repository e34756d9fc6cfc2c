package org.gradus.optim.surrogate;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * What one loss gradient tells: a mini-batch's outputs and the loss there. The loss here is the SUM
 * over the batch, so G grows with it.
 *
 * @param outputs z, without graph
 * @param slope G = ∇ℓ(z), of z's shape
 * @param loss ℓ(z)
 * @param lossAt ℓ at other outputs; each call counts as a loss value
 * @param exampleIds the examples of z's rows, where they are known
 */
public record TargetPoint(
    Tensor outputs,
    Tensor slope,
    double loss,
    ToDoubleFunction<Tensor> lossAt,
    Optional<long[]> exampleIds) {}
