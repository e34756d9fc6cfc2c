package org.gradus.lab.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.lab.result.Cost;

/**
 * The measured costs.
 *
 * @param byMethod by method id; a method that diverged while it was measured is absent
 */
record Costs(Map<String, Cost> byMethod) {
  Costs {
    byMethod = new LinkedHashMap<>(byMethod);
  }
}
