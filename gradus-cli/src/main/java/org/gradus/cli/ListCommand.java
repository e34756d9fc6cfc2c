package org.gradus.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.gradus.catalogue.Catalogue;
import org.gradus.catalogue.Entry;
import org.gradus.lab.method.Method;
import org.gradus.lab.method.Methods;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus list}: the papers, and the methods that compare knows. */
@Command(
    name = "list",
    description = "List the papers in the catalogue and the methods that 'compare' knows.",
    footer = {"", "Example:  gradus list --json | jq '.[].id'"},
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  /** A column's width counts a blank on either side. */
  private static final int PADDING = 2;

  @Mixin private Output output;

  @Option(names = "--json", description = "Print the catalogue as a JSON array.")
  private boolean json;

  /** What {@code --json} prints of an entry. */
  record Row(
      String id,
      String paper,
      String title,
      String arxiv,
      String kind,
      List<String> classes,
      String recipe,
      String summary) {
    static Row of(Entry e) {
      return new Row(
          e.id(), e.paper(), e.title(), e.arxiv(), e.kind(), e.classes(), e.recipe(), e.summary());
    }
  }

  @Override
  public Integer call() throws IOException {
    if (json) {
      output.json(Catalogue.entries().stream().map(Row::of).toList());
      return Exit.OK;
    }
    output.out().println("Papers (gradus show ID; gradus reproduce ID):");
    output.out().println(papers());
    output.out().println();
    output.out().println("Methods of 'compare' and 'train' (gradus show METHOD):");
    output.out().println(methods());
    return Exit.OK;
  }

  private static String papers() {
    return AsciiTable.builder()
        .border(AsciiTable.NO_BORDERS)
        .data(
            Catalogue.entries(),
            List.of(
                left("paper", Entry::paper, 5),
                left("id", Entry::id, 16),
                left("kind", Entry::kind, 14),
                left("arXiv", Entry::arxiv, 11),
                left("title", Entry::title, 80)))
        .asString();
  }

  private static String methods() {
    return AsciiTable.builder()
        .border(AsciiTable.NO_BORDERS)
        .data(
            Methods.all(),
            List.of(
                left("id", Method::id, 14),
                left("compared with", Method::baseline, 13),
                left("what it does", Method::summary, 90)))
        .asString();
  }

  private static <T> ColumnData<T> left(String header, Function<T, String> cell, int width) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT)
        .maxWidth(width + PADDING)
        .with(cell);
  }
}
