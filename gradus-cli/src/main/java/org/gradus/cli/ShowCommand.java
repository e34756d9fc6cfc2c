package org.gradus.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gradus.catalogue.Catalogue;
import org.gradus.catalogue.Entry;
import org.gradus.lab.method.Hyperparameter;
import org.gradus.lab.method.Method;
import org.gradus.lab.method.Methods;
import org.gradus.lab.text.DidYouMean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradus show}: one method or paper in full. */
@Command(
    name = "show",
    description = "Show a method (its settings, defaults and search ranges) or a paper.",
    footer = {
      "",
      "Examples:  gradus show sophia-g",
      "           gradus show 'sam(adamw)'",
      "           gradus show adamw+wsd"
    },
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Parameters(paramLabel = "METHOD", description = "A method of 'compare', or a paper's id.")
  private String name;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Optional<Entry> paper = Catalogue.find(name);
    Optional<Method> method = method();
    if (paper.isEmpty() && method.isEmpty()) {
      List<String> known = new ArrayList<>(Methods.ids());
      Catalogue.entries().forEach(e -> known.add(e.id()));
      throw new UsageException(DidYouMean.unknown("method or paper", name, known).getMessage());
    }
    if (json) {
      output.json(paper.isPresent() ? ListCommand.Row.of(paper.get()) : describe(method.get()));
      return Exit.OK;
    }
    method.ifPresent(this::print);
    paper.ifPresent(this::print);
    return Exit.OK;
  }

  private Optional<Method> method() {
    try {
      return Optional.of(Methods.parse(name));
    } catch (IllegalArgumentException e) {
      if (name.contains("(") || name.contains("+")) {
        throw new UsageException(e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** A method as JSON: everything but how it is built. */
  private record Description(
      String id,
      String title,
      String summary,
      String baseline,
      String cost,
      List<Hyperparameter> hyperparameters) {}

  private static Description describe(Method m) {
    return new Description(
        m.id(), m.title(), m.summary(), m.baseline(), m.cost(), m.hyperparameters());
  }

  private void print(Method method) {
    PrintWriter out = output.out();
    out.println(method.id() + ": " + method.title());
    out.println();
    out.println(method.summary());
    out.println("Cost: " + method.cost());
    out.println("Naturally compared with: " + method.baseline());
    out.println();
    out.println("Settings (--set " + method.id() + ".NAME=VALUE):");
    for (Hyperparameter h : method.hyperparameters()) {
      out.printf("  %-16s %s%n", h.name(), h.description());
      out.printf("  %-16s %s; default %s%s%n", "", h.allowed(), h.defaultValue(), searched(h));
    }
  }

  private static String searched(Hyperparameter h) {
    return h.search().map(r -> "; searched from %s to %s".formatted(r.low(), r.high())).orElse("");
  }

  private void print(Entry entry) {
    PrintWriter out = output.out();
    out.println();
    out.printf("Paper %s: %s%n", entry.paper(), entry.title());
    out.printf(
        "%s; %s %d, arXiv %s%n",
        String.join(", ", entry.authors()), entry.venue(), entry.year(), entry.arxiv());
    out.println();
    out.println(entry.summary());
    out.println();
    out.println("Classes:");
    entry.classes().forEach(c -> out.println("  " + c));
    out.println("Claims tested by 'gradus reproduce " + entry.recipe() + "':");
    entry
        .claims()
        .forEach(c -> out.println("  " + c.id() + ": " + c.text() + " (" + c.number() + ")"));
  }
}
