package org.gradus.lab.reproduce;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a claim's rule says of the measured numbers. */
public enum Verdict {
  /** The rule holds. */
  REPRODUCED,
  /** The part of the rule holds that it names as sufficient for this. */
  PARTLY,
  /** The rule does not hold. */
  NOT_REPRODUCED;

  /** {@link #REPRODUCED} if the rule holds, else {@link #NOT_REPRODUCED}. */
  public static Verdict of(boolean holds) {
    return holds ? REPRODUCED : NOT_REPRODUCED;
  }

  /** The word in JSON: {@code reproduced}, {@code partly} or {@code not_reproduced}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
