package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Fixtures.normal;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FusedLoopTest {
  private static final FusedLoop.Body MULTIPLY_ADD =
      (x, n) -> {
        for (int i = 0; i < n; i++) {
          x[0][i] += x[1][i] * x[2][i];
        }
      };

  private final int threads = torch.get_num_threads();

  @AfterEach
  void threadsAsBefore() {
    torch.set_num_threads(threads);
  }

  @Test
  void changesItsRangeAndNothingElse() {
    for (long length : new long[] {1, 7, 8191, 8192, 8193, 50_001}) {
      Tensor a = normal(1, ScalarType.Float, length + 5);
      Tensor b = normal(2, ScalarType.Float, length + 5);
      Tensor c = normal(3, ScalarType.Float, length + 5);
      Tensor expected = a.clone();
      expected.narrow(0, 3, length).add_(b.mul(c).narrow(0, 3, length));
      Tensor untouched = b.clone();
      FusedLoop.run(MULTIPLY_ADD, 3, length, 1, a, b, c);
      assertThat(a.equal(expected)).as("length %d", length).isTrue();
      assertThat(b.equal(untouched)).isTrue();
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    long length = 1_000_003;
    Tensor b = normal(2, ScalarType.Float, length);
    Tensor c = normal(3, ScalarType.Float, length);
    Tensor[] results = new Tensor[3];
    for (int k = 0; k < results.length; k++) {
      torch.set_num_threads(k + 1);
      results[k] = normal(1, ScalarType.Float, length);
      FusedLoop.run(MULTIPLY_ADD, 0, length, 1, results[k], b, c);
    }
    assertThat(results[1].equal(results[0])).isTrue();
    assertThat(results[2].equal(results[0])).isTrue();
  }

  @Test
  void failureInAnyThreadIsReported() {
    torch.set_num_threads(3);
    Tensor a = torch.zeros(1_000_000);
    assertThatThrownBy(
            () ->
                FusedLoop.run(
                    (x, n) -> {
                      if (!Thread.currentThread().getName().equals("main")) {
                        throw new ArithmeticException("in a worker");
                      }
                    },
                    0,
                    a.numel(),
                    1,
                    a))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("in a worker");
  }

  @Test
  void appliesToContiguousFloatVectorsOnly() {
    assertThat(FusedLoop.applies(torch.zeros(4))).isTrue();
    assertThat(FusedLoop.applies(normal(1, ScalarType.Double, 4))).isFalse();
    assertThat(FusedLoop.applies(torch.zeros(4, 4).t())).isFalse();
  }
}
