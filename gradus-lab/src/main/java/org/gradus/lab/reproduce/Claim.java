package org.gradus.lab.reproduce;

import org.gradus.catalogue.Entry;
import org.gradus.core.Check;

/**
 * A claim of a paper and how it will be decided.
 *
 * @param id as in the catalogue
 * @param text what the paper claims
 * @param number the paper's own number for it
 * @param rule what must be measured for which verdict, fixed before anything runs
 */
public record Claim(String id, String text, String number, String rule) {
  /** Checks that there is a rule. */
  public Claim {
    if (rule == null || rule.isBlank()) {
      throw Check.invalid("rule of claim " + id, rule, "not blank");
    }
  }

  /**
   * A claim of a catalogue entry with its rule.
   *
   * @throws IllegalArgumentException if the entry has no such claim
   */
  public static Claim of(Entry entry, String id, String rule) {
    Entry.Claim claim =
        entry
            .claim(id)
            .orElseThrow(
                () ->
                    Check.invalid(
                        "claim",
                        id,
                        "one of "
                            + entry.id()
                            + "'s: "
                            + entry.claims().stream().map(Entry.Claim::id).toList()));
    return new Claim(id, claim.text(), claim.number(), rule);
  }
}
