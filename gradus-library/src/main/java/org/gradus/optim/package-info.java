/**
 * Update rules: each moves the flat parameter vector by what it measured.
 *
 * <p>One class a method, its settings an immutable {@code Config} record whose defaults say their
 * source. Each rule stands there twice, as tensor operations for any type and device and as one
 * fused loop for float32 in main memory; a test holds the two together.
 *
 * <p>{@link org.gradus.optim.CoordinateClip} is a mechanism of its own: {@link
 * org.gradus.optim.ClippedGradient} puts it in front of any of them, the {@code Clipped} rules use
 * it where only a part of a rule sees the clip.
 */
package org.gradus.optim;
