/**
 * Entropy-regularised optimal transport: from a cost matrix and two histograms to a plan.
 *
 * <p>A {@link org.gradus.transport.TransportProblem} goes into a {@link
 * org.gradus.transport.TransportSolver}: {@link org.gradus.transport.Sinkhorn} (fast sweeps),
 * {@link org.gradus.transport.LogSinkhorn} (potentials only), {@link
 * org.gradus.transport.Greenkhorn} (one row or column at a time), {@link
 * org.gradus.transport.SinkhornNewtonSparse} (few steps to full accuracy at large η), {@link
 * org.gradus.transport.SinkhornNewtonDense} (the same with the whole Hessian, to compare). Out
 * comes a {@link org.gradus.transport.TransportSolution}: the plan, its {@link
 * org.gradus.transport.Potentials}, and a {@link org.gradus.transport.TransportCertificate} made
 * from these alone.
 *
 * <p>Inside, the plan is made a block of rows at a time (GibbsRows, RowBlock) and summed while it
 * is in the cache; sweeps (ScalingSweeps, LogSweeps, with LogSumExp where their numbers give out)
 * and Newton's iteration (DualNewton, with a direction from LargestEntries and ConjugateGradient)
 * move the potentials; Run keeps the clock and the trace.
 */
package org.gradus.transport;
