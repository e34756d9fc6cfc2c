/**
 * Tests the claims of directional sharpness and coordinate-wise clipping: trajectories are walked
 * by one driver while shadows of all candidates say where they would go, what is seen there is
 * judged claim by claim, and methods are compared by training.
 */
package org.gradus.lab.recipes.directionalsharpness;
