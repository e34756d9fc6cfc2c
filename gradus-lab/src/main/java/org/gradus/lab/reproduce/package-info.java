/**
 * The frame in which claims of papers are tested: declared first, then measured, then judged.
 *
 * <p>A {@link org.gradus.lab.reproduce.Recipe} belongs to one entry of the catalogue and declares
 * for each of its claims the rule that will decide it. {@link
 * org.gradus.lab.reproduce.Reproduction} runs it in a {@link org.gradus.lab.reproduce.Context}
 * (full or smoke size, seeds, worker threads, where finished pieces are kept), and joins what the
 * recipe found ({@link org.gradus.lab.reproduce.Findings}) with what it declared into a {@link
 * org.gradus.lab.reproduce.ReproductionResult}, which {@code ledger} renders. A recipe cannot
 * change its rules at run time: they are read from it before it runs.
 *
 * <p>A recipe's work is cut into pieces (one training run each). A finished piece is a small JSON
 * file in the run folder, so an interrupted recipe goes on where it stopped. Recipes are found as
 * services: one line in {@code META-INF/services/org.gradus.lab.reproduce.Recipe} adds one.
 */
package org.gradus.lab.reproduce;
