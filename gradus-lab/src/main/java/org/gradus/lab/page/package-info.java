/**
 * Pages that need nothing else: text, tables, plots and pictures in one HTML file without scripts,
 * light or dark as the reader has it. What solves, probes and reproductions report goes through
 * {@link org.gradus.lab.page.Page}; only the comparison of training methods, which is interactive,
 * has a page of its own.
 */
package org.gradus.lab.page;
