package org.gradus.lab.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gradus.core.AtomicFiles;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.result.ResultJson;

/**
 * The document a recipe's run leaves.
 *
 * @param id the recipe's id
 * @param paper the paper's number, two digits
 * @param title the recipe's title
 * @param description what is run, at which size, and where it departs from the paper
 * @param smoke whether this was the smoke size, whose verdicts mean only that the code ran
 * @param claims what came out for each claim
 * @param tables the numbers behind it
 * @param plots its pictures
 * @param provenance what made it
 * @param seconds what it took, pieces finished by earlier attempts not counted
 */
public record ReproductionResult(
    String id,
    String paper,
    String title,
    String description,
    boolean smoke,
    List<ClaimResult> claims,
    List<Table> tables,
    List<Plot> plots,
    Provenance provenance,
    double seconds) {
  /** Copies the lists. */
  public ReproductionResult {
    claims = List.copyOf(claims);
    tables = List.copyOf(tables);
    plots = List.copyOf(plots);
  }

  /**
   * A claim, its rule and what came out.
   *
   * @param id the claim's id
   * @param text what the paper claims
   * @param number the paper's number
   * @param rule how it was decided
   * @param verdict {@code null} if it was not run
   * @param numbers what the rule looked at
   * @param note what the numbers say
   */
  public record ClaimResult(
      String id,
      String text,
      String number,
      String rule,
      Verdict verdict,
      Map<String, Double> numbers,
      String note) {}

  /**
   * Joins what was declared with what was found.
   *
   * @throws IllegalStateException if a declared claim has no finding, or a finding no claim
   */
  static List<ClaimResult> join(List<Claim> claims, List<Finding> findings) {
    Map<String, Finding> found =
        findings.stream().collect(Collectors.toMap(Finding::claim, f -> f));
    Set<String> declared = claims.stream().map(Claim::id).collect(Collectors.toSet());
    if (!declared.equals(found.keySet())) {
      throw new IllegalStateException(
          "the recipe declares the claims %s and judges %s; these must be the same"
              .formatted(new TreeSet<>(declared), new TreeSet<>(found.keySet())));
    }
    List<ClaimResult> results = new ArrayList<>();
    for (Claim c : claims) {
      Finding f = found.get(c.id());
      results.add(
          new ClaimResult(
              c.id(), c.text(), c.number(), c.rule(), f.verdict(), f.numbers(), f.note()));
    }
    return results;
  }

  /** The document as indented JSON; numbers that are not finite are {@code null}. */
  public String toJson() {
    try {
      return ResultJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the result records do not serialise", e);
    }
  }

  /** Writes the document to a file, whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFiles.write(file, toJson() + "\n");
  }

  /**
   * Reads a document.
   *
   * @throws IOException if the file cannot be read or is no such document
   */
  public static ReproductionResult read(Path file) throws IOException {
    return ResultJson.mapper().readValue(Files.readString(file), ReproductionResult.class);
  }
}
