/**
 * Results of recipes for readers: a Markdown page and plots a recipe and an index of all, which
 * together are the evidence ledger kept in {@code docs/evidence}, and a self-contained HTML report.
 *
 * <p>{@link org.gradus.lab.reproduce.ledger.Ledger} takes a {@link
 * org.gradus.lab.reproduce.ReproductionResult}, keeps its JSON beside the page, and rebuilds the
 * index from all the JSON files there, so one recipe can be run again alone.
 */
package org.gradus.lab.reproduce.ledger;
