package org.gradus.lab.solve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.gradus.core.AtomicFiles;
import org.gradus.core.Solution;
import org.gradus.core.Trace;
import org.gradus.lab.page.Page;
import org.gradus.lab.provenance.RunFolders;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.result.ResultJson;

/** Writes an answer into a fresh run folder. */
public final class AnswerFolder {
  /** The page for people. */
  public static final String REPORT = "report.html";

  private AnswerFolder() {}

  /** The document a program reads: the answer without its pictures, and what made it. */
  private record Document(
      String kind,
      String solver,
      Map<String, String> problem,
      Solution.Status status,
      String message,
      Map<String, Double> certificate,
      List<String> files,
      Provenance provenance) {}

  /**
   * Makes {@code <time>-<kind>} in {@code runs} and writes everything there.
   *
   * @return the folder
   */
  public static Path write(Answer answer, Provenance provenance, Path runs) throws IOException {
    Path folder = RunFolders.fresh(runs, answer.kind());
    for (Answer.SolutionFile file : answer.files()) {
      AtomicFiles.write(folder.resolve(file.name()), out -> out.write(file.content()));
    }
    AtomicFiles.write(folder.resolve("trace.csv"), csv(answer.trace()));
    AtomicFiles.write(folder.resolve("result.json"), json(answer, provenance) + "\n");
    page(answer, provenance).write(folder.resolve(REPORT));
    return folder;
  }

  /** The document as indented JSON; numbers that are not finite are {@code null}. */
  public static String json(Answer answer, Provenance provenance) throws IOException {
    return ResultJson.mapper()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(
            new Document(
                answer.kind(),
                answer.solver(),
                answer.problem(),
                answer.status(),
                answer.message(),
                answer.certificate(),
                answer.files().stream().map(Answer.SolutionFile::name).toList(),
                provenance));
  }

  private static String csv(List<Trace.Point> trace) throws IOException {
    List<String> metrics =
        List.copyOf(
            trace.stream()
                .flatMap(p -> p.metrics().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    StringBuilder out = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
      printer.printRecord(
          Stream.concat(
              Stream.of("iteration", "seconds", "objective", "gradient_norm"), metrics.stream()));
      for (Trace.Point p : trace) {
        printer.printRecord(
            Stream.concat(
                Stream.of(p.iteration(), p.seconds(), p.objective(), p.gradientNorm()),
                metrics.stream().map(p::metric)));
      }
    }
    return out.toString();
  }

  private static Page page(Answer answer, Provenance provenance) {
    Page page = new Page("Gradus: " + answer.title());
    String ended = Words.status(answer.status()) + ": " + answer.message();
    if (answer.status() == Solution.Status.CONVERGED) {
      page.paragraph(ended);
    } else {
      page.warning(ended);
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Method", answer.solver());
    facts.putAll(answer.problem());
    answer.certificate().forEach((name, value) -> facts.put(name, Words.number(value)));
    page.definitions(facts);
    answer.details().pictures().forEach(page::picture);
    answer.details().plots().forEach(page::plot);
    answer.details().tables().forEach(page::table);
    return page.command(provenance.command());
  }

  /** How an answer is worded; shared with the command line. */
  public static final class Words {
    private Words() {}

    /** A status as people say it. */
    public static String status(Solution.Status status) {
      return switch (status) {
        case CONVERGED -> "Converged";
        case LIMIT_REACHED -> "Limit reached";
        case INFEASIBLE -> "Infeasible";
        case BREAKDOWN -> "Breakdown";
        case CANCELLED -> "Interrupted";
      };
    }

    /** A number in up to six digits. */
    public static String number(double value) {
      return String.format(Locale.ROOT, "%.6g", value);
    }
  }
}
