package org.gradus.lab.page;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.core.AtomicFiles;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.ledger.SvgPlot;

/** One HTML file, put together from top to bottom. Every text is escaped here. */
public final class Page {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>%1$s</title>
      <style>
        :root { color-scheme: light dark }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
          padding: 0 1rem }
        .wide { overflow-x: auto }
        table { border-collapse: collapse; margin: 1rem 0 }
        th, td { border: 1px solid #8886; padding: .2rem .6rem; text-align: left;
          vertical-align: top }
        svg { width: 100%%; max-width: 46rem; display: block; margin: 1.5rem 0 }
        dt { font-weight: 600 }
        figure { display: inline-block; margin: .5rem 1rem .5rem 0; vertical-align: top }
        figure img { max-width: 100%%; image-rendering: pixelated; border: 1px solid #8886 }
        figcaption { max-width: 20rem }
        .verdict { font-weight: 700 }
        .warning { border-left: 4px solid #d55e00; padding-left: .6rem }
        @media print { body { max-width: none } }
      </style>
      </head>
      <body>
      <h1>%1$s</h1>
      """;

  private final StringBuilder out = new StringBuilder();

  /** Starts a page. */
  public Page(String title) {
    out.append(HEAD.formatted(escape(title)));
  }

  /** A heading within the page. */
  public Page heading(String text) {
    return add("<h2>%s</h2>%n", text);
  }

  /** A heading whose end is emphasised: a claim and its verdict. */
  public Page heading(String text, String emphasised) {
    return add("<h2>%s: <span class=\"verdict\">%s</span></h2>%n", text, emphasised);
  }

  /** A paragraph. */
  public Page paragraph(String text) {
    return add("<p>%s</p>%n", text);
  }

  /** A paragraph nobody should miss. */
  public Page warning(String text) {
    return add("<p class=\"warning\" role=\"status\">%s</p>%n", text);
  }

  /** Terms and what they are, in order. */
  public Page definitions(Map<String, String> entries) {
    out.append("<dl>\n");
    entries.forEach((term, text) -> add("<dt>%s</dt><dd>%s</dd>%n", term, text));
    out.append("</dl>\n");
    return this;
  }

  /** A table under its title. */
  public Page table(Table table) {
    heading(table.title());
    out.append("<div class=\"wide\"><table>").append(row("th", table.columns()));
    table.rows().forEach(cells -> out.append(row("td", cells)));
    out.append("</table></div>\n");
    return this;
  }

  /** A line plot. */
  public Page plot(Plot plot) {
    out.append(SvgPlot.draw(plot));
    return this;
  }

  /** A picture, held by the page itself. */
  public Page picture(Picture picture) {
    out.append("<figure><img alt=\"")
        .append(escape(picture.caption()))
        .append("\" src=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(picture.png()))
        .append("\">");
    return add("<figcaption>%s</figcaption></figure>%n", picture.caption());
  }

  /** The command that makes this page again. */
  public Page command(String command) {
    return add("<p>Made by <code>%s</code></p>%n", command);
  }

  /** The document. */
  public String html() {
    return out + "</body>\n</html>\n";
  }

  /** Writes the document, whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFiles.write(file, html());
  }

  private static String row(String tag, List<String> cells) {
    return cells.stream()
        .map(c -> "<%s>%s</%s>".formatted(tag, escape(c), tag))
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }

  private Page add(String format, String... texts) {
    Object[] escaped = List.of(texts).stream().map(Page::escape).toArray();
    out.append(String.format(format, escaped));
    return this;
  }

  /** Text in which HTML sees no markup, in content and in quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
