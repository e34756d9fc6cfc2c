package org.gradus.smooth.coordinate;

import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * A point, how good it is, and how it was reached.
 *
 * @param x the point
 * @param certificate computed from the point alone
 * @param steps blocks moved
 * @param trace points by step: objective f, gradientNorm the largest entry of the projected
 *     gradient where it was known (NaN otherwise)
 */
public record BlockSolution(
    double[] x,
    BlockCertificate certificate,
    long steps,
    Status status,
    String message,
    Trace trace)
    implements Solution {}
