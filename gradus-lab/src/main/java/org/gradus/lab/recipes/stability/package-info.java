/**
 * The experiments of paper 29: what minima SGD and gradient descent keep, on diagonal linear
 * networks and two-layer ReLU networks with derivatives in closed form.
 */
package org.gradus.lab.recipes.stability;
