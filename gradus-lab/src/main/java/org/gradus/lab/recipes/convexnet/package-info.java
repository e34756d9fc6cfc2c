/** Paper 33: two-layer ReLU networks by convex programs against descent on their weights. */
package org.gradus.lab.recipes.convexnet;
