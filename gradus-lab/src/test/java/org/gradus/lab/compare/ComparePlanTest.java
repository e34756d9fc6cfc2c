package org.gradus.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import org.gradus.lab.compare.ComparePlan.Decay;
import org.gradus.lab.result.ResultJson;
import org.junit.jupiter.api.Test;

class ComparePlanTest {
  private static ComparePlan plan(List<String> methods, int trials, int seeds, String... settings) {
    return new ComparePlan(
        "digits",
        Map.of("model", "cnn"),
        methods,
        trials,
        seeds,
        2,
        8,
        Decay.NONE,
        List.of(settings),
        5,
        1,
        "gradus compare digits");
  }

  @Test
  void namesAreCanonicalAndThePlanSurvivesItsFile() throws JsonProcessingException {
    ComparePlan plan = plan(List.of("SAM(sgd)", "adamw"), 2, 3, "sam(sgd).rho = 0.1");
    assertThat(plan.methods()).containsExactly("sam", "adamw");
    assertThat(plan.settings()).containsExactly("sam.rho=0.1");
    assertThat(plan.finalSeeds()).containsExactly(5L, 6L, 7L).doesNotContain(plan.tuningSeed());
    String json = ResultJson.mapper().writeValueAsString(plan);
    assertThat(ResultJson.mapper().readValue(json, ComparePlan.class)).isEqualTo(plan);
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(List.of("sgd"), -1, 1))
        .withMessage("trials is -1; it must be a whole number >= 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(List.of("sgd"), 1, 0))
        .withMessage("seeds is 0; it must be a whole number >= 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(List.of("sgdd"), 1, 1))
        .withMessageContaining("did you mean 'sgd'?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(List.of("sgd"), 1, 1, "adamw.beta1=0.8"))
        .withMessageContaining("method 'adamw' is not compared");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(List.of("sgd"), 1, 1, "sgd.nesterov=true", "sgd.momentum=0"))
        .withMessageContaining("momentum is 0.0; it must be > 0 with nesterov");
  }
}
