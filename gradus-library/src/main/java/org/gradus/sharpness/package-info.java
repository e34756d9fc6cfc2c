/**
 * Methods that perturb before they step: they take derivatives at a displaced θ, put θ back bit for
 * bit, and let any base optimizer update with what was measured there.
 */
package org.gradus.sharpness;
