/**
 * The result of a comparison, as immutable records that are also the JSON schema of {@code
 * result.json} (documented field by field in {@code docs/result-schema.md}).
 *
 * <p>The flow: whoever runs the methods records trials, final runs and costs as {@link
 * org.gradus.lab.result.MethodResult}s of a {@link org.gradus.lab.result.Comparison}; {@code
 * org.gradus.lab.stats} derives each method's {@link org.gradus.lab.result.MethodSummary}; {@link
 * org.gradus.lab.result.ResultJson} writes and reads the document; {@code org.gradus.lab.report}
 * renders it. Nothing here computes statistics, and nothing here knows how a run is made.
 *
 * <p>Three ways to say that there is no number, and only these: a {@code NaN} in a {@code double}
 * field is a measurement that went wrong or was not made; {@code null} in a boxed field is a value
 * that does not exist (a target never reached, an interval of one run); both are {@code null} in
 * JSON. Infinities count as {@code NaN}.
 */
package org.gradus.lab.result;
