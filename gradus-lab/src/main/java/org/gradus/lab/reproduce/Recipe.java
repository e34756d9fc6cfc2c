package org.gradus.lab.reproduce;

import java.util.List;
import org.gradus.catalogue.Catalogue;
import org.gradus.catalogue.Entry;

/**
 * An experiment that tests a paper's claims.
 *
 * <p>Implementations are public, have a public constructor without parameters and are listed as
 * services. They keep no state: whatever {@link #run} needs it gets from the context.
 */
public interface Recipe {
  /** The name a user types; the catalogue entry names it as its recipe. */
  String id();

  /** What is run, at which size, and where it departs from the paper: a few sentences. */
  String description();

  /** The claims tested and the rule for each. */
  List<Claim> claims();

  /** About how long a full run takes on two cores. */
  double minutes();

  /**
   * Runs the experiment and judges every declared claim.
   *
   * @throws java.util.concurrent.CancellationException if the context's monitor stopped it
   */
  Findings run(Context context);

  /** The paper. */
  default Entry entry() {
    return Catalogue.ofRecipe(id())
        .orElseThrow(
            () -> new IllegalStateException("no catalogue entry names the recipe " + id()));
  }
}
