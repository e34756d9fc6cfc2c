package org.gradus.catalogue;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradus.core.Check;

/**
 * A paper and what stands for it here.
 *
 * @param id the name a user types, lower-case letters, digits and hyphens
 * @param paper the paper's number, two digits
 * @param title the paper's title
 * @param authors its authors, in its order
 * @param year of publication
 * @param venue where it appeared, or {@code preprint}
 * @param arxiv its arXiv number without version
 * @param kind what the method is: {@code optimizer}, {@code sharpness}, {@code schedule}, …
 * @param family what it is for: {@code training}, {@code solving}, {@code adaptation} or {@code
 *     generation}
 * @param classes the fully qualified classes that implement it, at least one
 * @param recipe the id of the recipe that tests its claims, or {@code null}
 * @param summary one paragraph in our own words
 * @param claims what the paper claims, as far as the recipe tests it
 */
@JsonPropertyOrder({"id", "paper"})
public record Entry(
    String id,
    String paper,
    String title,
    List<String> authors,
    int year,
    String venue,
    String arxiv,
    String kind,
    String family,
    List<String> classes,
    String recipe,
    String summary,
    List<Claim> claims) {

  private static final Set<String> FAMILIES =
      Set.of("training", "solving", "adaptation", "generation");

  /**
   * A claim of the paper.
   *
   * @param id short name, unique in the entry
   * @param text what is claimed, one sentence
   * @param number the paper's own number for it
   */
  public record Claim(String id, String text, String number) {
    /** Checks that nothing is blank. */
    public Claim {
      requireId(id, "claim id");
      requireText(text, "text of claim " + id);
      requireText(number, "number of claim " + id);
    }
  }

  /** Checks form and presence, and that claim ids are distinct. */
  public Entry {
    requireId(id, "id");
    requireMatch("paper of " + id, paper, "[0-9]{2}", "two digits");
    requireText(title, "title of " + id);
    requireText(venue, "venue of " + id);
    requireMatch(
        "arxiv of " + id, arxiv, "[0-9]{4}\\.[0-9]{4,5}", "an arXiv number such as 2305.14342");
    requireText(kind, "kind of " + id);
    requireText(summary, "summary of " + id);
    if (year < 1900 || year > 2100) {
      throw Check.invalid("year of " + id, year, "a year");
    }
    if (family == null || !FAMILIES.contains(family)) {
      throw Check.invalid("family of " + id, family, "one of " + FAMILIES);
    }
    authors = present(authors, "authors of " + id);
    classes = present(classes, "classes of " + id);
    claims = claims == null ? List.of() : List.copyOf(claims);
    requireDistinct(id, claims);
  }

  /** The claim of this id, if the entry has it. */
  public Optional<Claim> claim(String claimId) {
    return claims.stream().filter(c -> c.id().equals(claimId)).findFirst();
  }

  private static void requireDistinct(String id, List<Claim> claims) {
    Set<String> seen = new HashSet<>();
    for (Claim claim : claims) {
      if (!seen.add(claim.id())) {
        throw Check.invalid("claim id of " + id, claim.id(), "used once");
      }
    }
  }

  private static List<String> present(List<String> list, String name) {
    if (list == null || list.isEmpty()) {
      throw Check.invalid(name, list, "a list of at least one");
    }
    return List.copyOf(list);
  }

  private static void requireId(String value, String name) {
    requireMatch(name, value, "[a-z][a-z0-9-]*", "lower-case letters, digits and hyphens");
  }

  private static void requireText(String value, String name) {
    requireMatch(name, value, "(?s).*\\S.*", "not blank");
  }

  private static void requireMatch(String name, String value, String pattern, String allowed) {
    if (value == null || !value.matches(pattern)) {
      throw Check.invalid(name, value, allowed);
    }
  }
}
