/**
 * Logistic regression on sparse data: the shortest way from labelled examples to weights.
 *
 * <p>A {@link org.gradus.smooth.logistic.LogisticProblem} (features, labels, C, λ₁, λ₂) goes into a
 * {@link org.gradus.smooth.logistic.LogisticSolver}; {@link
 * org.gradus.smooth.logistic.LogisticRegression} is the one to take, {@link
 * org.gradus.smooth.logistic.SmoothLogistic} and {@link
 * org.gradus.smooth.logistic.CoordinateLogistic} put the other methods of {@code org.gradus.smooth}
 * to the same problem. Out comes a {@link org.gradus.smooth.logistic.LogisticSolution}: weights and
 * a {@link org.gradus.smooth.logistic.LogisticCertificate} with their duality gap.
 *
 * <p>Inside, LossState keeps the margins yᵢ xᵢᵀw and passes over the data; a ModelStep (dense or
 * truncated) minimises Newton's model; Penalty knows what λ₁ and λ₂ mean.
 */
package org.gradus.smooth.logistic;
