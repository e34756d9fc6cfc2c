/**
 * A comparison for people: page, Markdown, CSV and terminal.
 *
 * <p>The flow: {@link org.gradus.lab.report.ReportFiles} takes a summarised {@link
 * org.gradus.lab.result.Comparison} and writes {@code result.json} and its renderings. The numbers
 * are turned into text once, by {@code Numbers}; the tables are built once, by {@code Tables}, and
 * rendered as HTML, Markdown or characters; {@code Verdict} says in two sentences what the
 * statistics allow; {@code ChartData} is what the page's script ({@code report.js}) draws. The page
 * is self-contained: style, script, data and chart library (Apache ECharts) are inlined.
 */
package org.gradus.lab.report;
