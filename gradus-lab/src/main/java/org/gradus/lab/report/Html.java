package org.gradus.lab.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The little HTML that is written from Java. Every text goes through {@link #escape}. */
final class Html {

  private Html() {}

  /** Text in which HTML sees no markup, in content and in quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A table whose first column names the methods, each with its sign in the plots. */
  static String table(Table table, List<MethodStyle> styles) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < table.rows().size(); i++) {
      List<String> row = table.rows().get(i);
      rows.append("<tr><th scope=\"row\">")
          .append(swatch(styles.get(i)))
          .append(escape(row.get(0)))
          .append("</th>")
          .append(cells("td", "", row.subList(1, row.size())))
          .append("</tr>\n");
    }
    return """
        <div class="scroll"><table><caption>%s</caption>
        <thead><tr>%s</tr></thead>
        <tbody>
        %s</tbody></table></div>
        """
        .formatted(escape(table.caption()), cells("th", " scope=\"col\"", table.header()), rows);
  }

  /** A definition list. */
  static String definitions(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(e -> "<dt>" + escape(e.getKey()) + "</dt><dd>" + escape(e.getValue()) + "</dd>\n")
        .collect(Collectors.joining("", "<dl>\n", "</dl>\n"));
  }

  private static String cells(String tag, String attributes, List<String> cells) {
    return cells.stream()
        .map(cell -> "<" + tag + attributes + ">" + escape(cell) + "</" + tag + ">")
        .collect(Collectors.joining());
  }

  /** The line by which the method is drawn. */
  private static String swatch(MethodStyle style) {
    String dashes = style.dash().stream().map(String::valueOf).collect(Collectors.joining(" "));
    return "<svg class=\"swatch\" width=\"26\" height=\"10\" aria-hidden=\"true\">"
        + "<line x1=\"1\" y1=\"5\" x2=\"25\" y2=\"5\" stroke=\""
        + style.color()
        + "\" stroke-width=\"3\" stroke-dasharray=\""
        + dashes
        + "\"/></svg>";
  }
}
