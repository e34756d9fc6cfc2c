/**
 * Two-layer ReLU networks trained to global optimality by convex programs (Bai, Gautam, Sojoudi,
 * arXiv 2201.01965).
 *
 * <p>Data, {@link org.gradus.convexnet.ReluLoss} and weight decay make a {@link
 * org.gradus.convexnet.ReluProblem}; with {@link org.gradus.convexnet.Gates} (all, by Arrangement,
 * or sampled) it becomes a {@link org.gradus.convexnet.ReluProgram}. {@link
 * org.gradus.convexnet.ConeAdmm} and {@link org.gradus.convexnet.BlockDescentAdmm} solve that for
 * {@link org.gradus.convexnet.BlockWeights}, from which comes the {@link
 * org.gradus.convexnet.ReluNetwork}, an ordinary libtorch module where wanted. Inside,
 * ConeIteration holds the variables, GateOperators multiplies by the structured matrices and
 * FitStep solves the n-dimensional core.
 *
 * <p>{@link org.gradus.convexnet.FeatureProgram} is the lasso over fixed random neurons, solved by
 * {@link org.gradus.convexnet.FeatureLasso}. {@link org.gradus.convexnet.RobustProblem} adds an
 * adversary, {@link org.gradus.convexnet.RobustTraining} trains against it.
 *
 * <p>{@link org.gradus.convexnet.DualBound} bounds the optimal value from below for any network,
 * however trained; ConeProjection does its work.
 */
package org.gradus.convexnet;
