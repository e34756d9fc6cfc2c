/**
 * Recovering matrices of low rank: from some entries, or from linear measurements.
 *
 * <p>Completion: {@link org.gradus.lowrank.ObservedEntries} and a rank make a {@link
 * org.gradus.lowrank.CompletionProblem}, which {@link org.gradus.lowrank.AlternatingMinimization}
 * turns into {@link org.gradus.lowrank.LowRankFactors} with a {@link
 * org.gradus.lowrank.CompletionCertificate}. Inside, SpectralStart makes the first factor and
 * Alternation the iterations; each HalfStep fills a {@link org.gradus.lowrank.TallSystem} for every
 * row or column and has RegressionSolver solve it as the {@link org.gradus.lowrank.Regression}
 * says: DirectSolver, or {@link org.gradus.lowrank.IterativeSolver} behind a {@link
 * org.gradus.lowrank.TriangularPreconditioner}. The last three are of use alone, for any tall
 * least-squares problem.
 */
package org.gradus.lowrank;
