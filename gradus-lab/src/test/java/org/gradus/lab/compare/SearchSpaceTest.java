package org.gradus.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.gradus.lab.method.Method;
import org.gradus.lab.method.Methods;
import org.gradus.lab.method.Setting;
import org.gradus.lab.result.SearchRange;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  private static final Method ADAMW = Methods.parse("adamw");

  @Test
  void theDefaultsComeFirstAndEveryStratumHasOnePoint() {
    SearchSpace space = SearchSpace.of(ADAMW, List.of());
    List<Map<String, Double>> points = space.points(9, 3);
    assertThat(points).hasSize(9);
    assertThat(points.get(0))
        .containsEntry("learningRate", 1e-3)
        .containsEntry("weightDecay", 0.01);
    for (SearchRange range : space.ranges()) {
      double width = Math.log(range.high() / range.low()) / 8;
      assertThat(points.stream().skip(1).map(p -> p.get(range.parameter())))
          .extracting(v -> (int) Math.floor(Math.log(v / range.low()) / width))
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }
  }

  @Test
  void theSeedDecides() {
    SearchSpace space = SearchSpace.of(ADAMW, List.of());
    assertThat(space.points(5, 1)).isEqualTo(space.points(5, 1)).isNotEqualTo(space.points(5, 2));
    assertThat(space.points(0, 1)).isEmpty();
    assertThat(space.points(1, 1)).hasSize(1);
  }

  @Test
  void whatIsFixedIsNotSearched() {
    Setting setting = new Setting("adamw", "learningRate", "0.5");
    SearchSpace space = SearchSpace.of(ADAMW, List.of(setting));
    assertThat(space.ranges()).extracting(SearchRange::parameter).containsExactly("weightDecay");
    assertThat(space.points(4, 1)).allSatisfy(p -> assertThat(p).containsOnlyKeys("weightDecay"));
    assertThat(space.settings())
        .containsEntry("learningRate", "0.5")
        .doesNotContainKey("weightDecay");
  }

  @Test
  void theEdgeIsTheOuterTenth() {
    SearchRange range = new SearchRange("learningRate", 1e-4, 1, SearchRange.Scale.LOG);
    assertThat(SearchSpace.atEdge(range, 2e-4)).isTrue();
    assertThat(SearchSpace.atEdge(range, 3e-4)).isFalse();
    assertThat(SearchSpace.atEdge(range, 0.3)).isFalse();
    assertThat(SearchSpace.atEdge(range, 0.5)).isTrue();
  }
}
