/**
 * Bilevel optimisation: hyper-parameters θ learned by minimising f(θ) = g(x̂(θ)), where x̂(θ)
 * itself minimises a strongly convex h(x, θ) and is only ever known to some accuracy.
 *
 * <p>A {@link org.gradus.bilevel.BilevelProblem} is an {@link org.gradus.bilevel.UpperLoss} g and a
 * {@link org.gradus.bilevel.LowerProblem} h with what is known of their constants. It goes into
 * {@link org.gradus.bilevel.Maid}, which adapts the accuracies of its inner solves so that every
 * accepted step lowers f, or into {@link org.gradus.bilevel.Hoag}, whose accuracies follow a
 * sequence fixed beforehand. Out comes a {@link org.gradus.bilevel.BilevelSolution} with a {@link
 * org.gradus.bilevel.BilevelCertificate} made from θ and x alone.
 *
 * <p>Parts that can be used alone or replaced: {@link org.gradus.bilevel.LowerSolver} (accelerated
 * or plain gradient steps to a certified point), {@link org.gradus.bilevel.AdjointSolver}
 * (conjugate gradients) and {@link org.gradus.bilevel.HypergradientBound} (how wrong an inexact
 * hypergradient can be). Problems: {@link org.gradus.bilevel.QuadraticLower}, {@link
 * org.gradus.bilevel.TotalVariation}, {@link org.gradus.bilevel.FieldsOfExperts}, {@link
 * org.gradus.bilevel.LogisticRidge}.
 *
 * <p>Inside, InnerSolves makes points and hypergradients and counts what they cost, BoundEstimator
 * supplies constants nobody knows, and a Stopped carries the reason of an end to the top.
 */
package org.gradus.bilevel;
