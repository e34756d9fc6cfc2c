/**
 * Tests the claims of SVD-free low-rank optimizers: how much of real gradients each choice of a
 * subspace captures, how hosts train with each, and what a choice costs.
 */
package org.gradus.lab.recipes.dctlowrank;
