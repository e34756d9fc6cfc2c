package org.gradus.lab.solve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.gradus.core.Solution;
import org.gradus.core.Trace;
import org.gradus.lab.page.Picture;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Table;

/**
 * What a solver found for a user's problem, told alike for every kind of problem.
 *
 * @param kind what was done, such as {@code solve-transport}: part of the folder's name
 * @param title what was solved, for people
 * @param solver the method's name
 * @param problem facts about the problem, by name
 * @param status how the solver ended
 * @param message why it ended so
 * @param certificate numbers that say how good the answer is, by name
 * @param trace the recorded iterations
 * @param details plots, tables and pictures of the answer
 * @param files the solution itself
 */
public record Answer(
    String kind,
    String title,
    String solver,
    Map<String, String> problem,
    Solution.Status status,
    String message,
    Map<String, Double> certificate,
    List<Trace.Point> trace,
    Details details,
    List<SolutionFile> files) {
  /** Copies the collections, keeping their order. */
  public Answer {
    Objects.requireNonNull(details, "details");
    problem = Collections.unmodifiableMap(new LinkedHashMap<>(problem));
    certificate = Collections.unmodifiableMap(new LinkedHashMap<>(certificate));
    trace = List.copyOf(trace);
    files = List.copyOf(files);
  }

  /**
   * What people look at.
   *
   * @param plots convergence first
   * @param tables numbers worth reading
   * @param pictures where the answer is one
   */
  public record Details(List<Plot> plots, List<Table> tables, List<Picture> pictures) {
    /** Copies the lists. */
    public Details {
      plots = List.copyOf(plots);
      tables = List.copyOf(tables);
      pictures = List.copyOf(pictures);
    }

    /** Plots only. */
    public static Details of(Plot... plots) {
      return new Details(List.of(plots), List.of(), List.of());
    }
  }

  /**
   * A file of the solution.
   *
   * @param name its name in the run folder
   * @param content its bytes, not copied
   */
  public record SolutionFile(String name, byte[] content) {
    /** A table as CSV, numbers in full precision. */
    public static SolutionFile csv(String name, List<String> header, List<List<Object>> rows) {
      StringBuilder out = new StringBuilder();
      try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
        printer.printRecord(header);
        for (List<Object> row : rows) {
          printer.printRecord(row);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("in memory", e);
      }
      return new SolutionFile(name, out.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
