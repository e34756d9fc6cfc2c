package org.gradus.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.gradus.catalogue.Catalogue;
import org.gradus.catalogue.Entry;
import org.gradus.lab.method.Method;
import org.gradus.lab.method.Methods;
import org.gradus.lab.method.Part;
import org.gradus.lab.method.Parts;
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
    output.out().println();
    output
        .out()
        .println("Parts, put on a method with a plus sign, as adamw+linear or refined:FILE:");
    output.out().println(parts());
    return Exit.OK;
  }

  private static String papers() {
    return TextTable.of(
        Catalogue.entries(),
        List.of(
            TextTable.column("paper", Entry::paper, 5),
            TextTable.column("id", Entry::id, 16),
            TextTable.column("kind", Entry::kind, 14),
            TextTable.column("arXiv", Entry::arxiv, 11),
            TextTable.column("title", Entry::title, 80)));
  }

  private static String methods() {
    return TextTable.of(
        Methods.all(),
        List.of(
            TextTable.column("id", Method::id, 14),
            TextTable.column("compared with", Method::baseline, 13),
            TextTable.column("what it does", Method::summary, 90)));
  }

  private static String parts() {
    return TextTable.of(
        Parts.all(),
        List.of(
            TextTable.column("part", Part::id, 14),
            TextTable.column("kind", Part::kind, 13),
            TextTable.column("what it does", Part::summary, 90)));
  }
}
