/**
 * The gradient of each example of a mini-batch, from one pass over the batch.
 *
 * <p>{@link org.gradus.perexample.PerExampleGradients} answers what methods ask of the b gradients
 * g₁, …, g_b without holding them: their norms, their inner products with a vector, the sums of
 * squares over examples, their Gram matrix. A layer's gradient for example i is made of what the
 * layer saw and of the gradient at its output (for a linear layer the outer product of the two), so
 * one forward and one backward pass give the parts of all b gradients.
 *
 * <p>libtorch's C++ modules have no hooks, so a model hands its layers' inputs over itself: its
 * forward pass calls each layer with parameters through a {@link
 * org.gradus.perexample.LayerRecorder}, and {@link org.gradus.perexample.RecordingNetwork} makes a
 * network of it. Outside of a recording the recorder only calls the layer. Other networks work too,
 * example by example.
 *
 * <p>Data flow: a {@link org.gradus.perexample.Tape} keeps inputs and output gradients of one pass;
 * each parameter tensor's part of them is a {@code Factor}; {@code RecordedGradients} adds up what
 * the factors say.
 */
package org.gradus.perexample;
