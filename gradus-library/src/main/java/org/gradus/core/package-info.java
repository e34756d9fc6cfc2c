/** The vocabulary every method shares: parameters, objectives, derivatives, optimizers, traces. */
package org.gradus.core;
