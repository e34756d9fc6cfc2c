/**
 * Recovering matrices of low rank: from some entries, or from linear measurements.
 *
 * <p>Completion: {@link org.gradus.lowrank.ObservedEntries} and a rank make a {@link
 * org.gradus.lowrank.CompletionProblem}, which {@link org.gradus.lowrank.AlternatingMinimization}
 * turns into {@link org.gradus.lowrank.LowRankFactors} with a {@link
 * org.gradus.lowrank.CompletionCertificate}. Inside, SpectralStart makes the first factor and
 * Alternation the iterations; each HalfStep fills a {@link org.gradus.lowrank.TallSystem} for every
 * row or column and has RegressionSolver solve it as the {@link org.gradus.lowrank.Regression}
 * says: {@link org.gradus.lowrank.DirectSolver}, or {@link org.gradus.lowrank.IterativeSolver}
 * behind a {@link org.gradus.lowrank.TriangularPreconditioner}. These and TallSystem are of use
 * alone, for any tall least-squares problem.
 *
 * <p>Recovery: {@link org.gradus.lowrank.Measurements} and what they gave make a {@link
 * org.gradus.lowrank.RecoveryProblem}, which {@link org.gradus.lowrank.SubgradientMethod} turns
 * into a factor U of X = U Uᵀ with a {@link org.gradus.lowrank.RecoveryCertificate}: from a {@link
 * org.gradus.lowrank.FactorStart}, by the lengths of a {@link org.gradus.lowrank.StepRule}, along
 * the sub-gradient of a {@link org.gradus.lowrank.MeasurementLoss}. {@link
 * org.gradus.lowrank.SignRip} probes whether measurements are fit for it.
 */
package org.gradus.lowrank;
