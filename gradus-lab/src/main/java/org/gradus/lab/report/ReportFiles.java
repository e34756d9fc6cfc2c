package org.gradus.lab.report;

import java.io.IOException;
import java.nio.file.Path;
import org.gradus.core.AtomicFiles;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.ResultJson;
import org.gradus.lab.stats.Summarizer;

/** The files of a run folder that are made from its result. */
public final class ReportFiles {

  /** The result document, see {@code docs/result-schema.md}. */
  public static final String RESULT = "result.json";

  /** The page. */
  public static final String HTML = "report.html";

  /** The Markdown to paste. */
  public static final String MARKDOWN = "report.md";

  /** The curves as a table. */
  public static final String CURVES = "curves.csv";

  private ReportFiles() {}

  /**
   * Summarises the comparison and writes all four files, each whole or not at all.
   *
   * @param folder an existing folder
   * @return the summarised comparison
   * @throws IOException if a file cannot be written
   */
  public static Comparison write(Path folder, Comparison comparison) throws IOException {
    Comparison summarized = Summarizer.summarize(comparison);
    AtomicFiles.write(folder.resolve(RESULT), ResultJson.toJson(summarized) + "\n");
    AtomicFiles.write(folder.resolve(CURVES), CurvesCsv.render(summarized));
    AtomicFiles.write(folder.resolve(MARKDOWN), MarkdownReport.render(summarized));
    AtomicFiles.write(folder.resolve(HTML), HtmlReport.render(summarized));
    return summarized;
  }
}
