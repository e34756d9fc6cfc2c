package org.gradus.lab.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
  private static final List<String> KNOWN = List.of("sgd", "adamw", "sophia-g");

  @Test
  void findsWhatWasMeant() {
    assertThat(DidYouMean.closest("AdamV", KNOWN)).contains("adamw");
    assertThat(DidYouMean.closest("sdg", KNOWN)).contains("sgd");
    assertThat(DidYouMean.closest("sophiag", KNOWN)).contains("sophia-g");
  }

  @Test
  void doesNotGuessWildly() {
    assertThat(DidYouMean.closest("momentum", KNOWN)).isEmpty();
    assertThat(DidYouMean.closest("x", List.of())).isEmpty();
  }

  @Test
  void theErrorNamesWordGuessAndAll() {
    assertThat(DidYouMean.unknown("method", "adamv", KNOWN))
        .hasMessage("unknown method 'adamv'; did you mean 'adamw'? (known: sgd, adamw, sophia-g)");
    assertThat(DidYouMean.unknown("method", "momentum", KNOWN))
        .hasMessage("unknown method 'momentum' (known: sgd, adamw, sophia-g)");
  }
}
