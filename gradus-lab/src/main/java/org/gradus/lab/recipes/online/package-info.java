/** Tests the claims of optimistic online mirror descent (arXiv 2302.04552) on generated games. */
package org.gradus.lab.recipes.online;
