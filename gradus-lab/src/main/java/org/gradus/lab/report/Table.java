package org.gradus.lab.report;

import java.util.List;

/**
 * A table of texts of which the first column names the method.
 *
 * @param caption what it shows
 * @param header names of the columns with their units
 * @param rows as many cells a row as there are columns
 */
record Table(String caption, List<String> header, List<List<String>> rows) {}
