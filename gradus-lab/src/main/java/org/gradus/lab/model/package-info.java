/**
 * The model zoo: what {@code --model} can name, built on libtorch's modules.
 *
 * <p>A {@link org.gradus.lab.model.ModelSpec} says which model (parsed from {@code mlp:512,512} and
 * the like, and saved as that text); {@link org.gradus.lab.model.Models#build} makes it for inputs
 * of a shape as a {@link org.gradus.train.Network}, its initial weights decided by a seed; the
 * trainer takes it from there. The modules themselves stay in this package.
 *
 * <p>Forward passes make the libtorch calls a PyTorch user's module makes, in place where autograd
 * allows it, and create no native objects besides the tensors.
 */
package org.gradus.lab.model;
