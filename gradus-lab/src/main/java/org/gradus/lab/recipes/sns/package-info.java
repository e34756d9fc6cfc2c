/** Tests the claims of Sinkhorn-Newton-Sparse (arXiv 2401.12253): one class a claim. */
package org.gradus.lab.recipes.sns;
