/**
 * Smooth minimisation under equality constraints: min f(x) subject to c(x) = 0.
 *
 * <p>A {@link org.gradus.constrained.ConstrainedProblem} is {@link
 * org.gradus.constrained.ConstrainedFunctions} with a start; the functions are one's own, with
 * sparse Jacobian and Hessian, or expressions of {@link org.gradus.constrained.Jet}s, which
 * differentiate themselves. Ready-made: {@link org.gradus.constrained.HockSchittkowski}, {@link
 * org.gradus.constrained.PoissonControl}, {@link org.gradus.constrained.ConstrainedLogistic}.
 *
 * <p>It goes into {@link org.gradus.constrained.AdaSketchNewton} (sketched or, by {@link
 * org.gradus.constrained.AdaSketchNewton#exact}, exact Newton steps), {@link
 * org.gradus.constrained.GmresSqp} or {@link org.gradus.constrained.AugmentedLagrangian}; a {@link
 * org.gradus.constrained.ConstrainedSolution} with a {@link org.gradus.constrained.KktCertificate}
 * comes out. Inside, ConstrainedRun keeps iterate, counts and trace of a run, Geometry judges the
 * constraints, KktSystem is a step's system, SketchProjection and RestartedGmres solve it and
 * SparseFactor factors it. Matrices stay sparse; up to 400 variables eigenvalues are computed
 * densely, above that sparse factorisations decide.
 */
package org.gradus.constrained;
