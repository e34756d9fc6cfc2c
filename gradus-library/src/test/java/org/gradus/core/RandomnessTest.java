package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;

import java.util.HashSet;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class RandomnessTest {
  private static final TensorOptions DOUBLE = new TensorOptions(ScalarType.Double);
  private static final long[] SHAPE = {40, 50};

  @Test
  void sameSeedSameDraws() {
    RandomSource a = RandomSource.seeded(3);
    RandomSource b = RandomSource.seeded(3);
    torch.manual_seed(99);
    for (int i = 0; i < 3; i++) {
      assertThat(sameBits(a.normal(SHAPE, DOUBLE), b.normal(SHAPE, DOUBLE))).isTrue();
      assertThat(sameBits(a.uniform(SHAPE, DOUBLE), b.uniform(SHAPE, DOUBLE))).isTrue();
      assertThat(sameBits(a.signs(SHAPE, DOUBLE), b.signs(SHAPE, DOUBLE))).isTrue();
    }
    Tensor other = RandomSource.seeded(4).normal(SHAPE, DOUBLE);
    assertThat(sameBits(RandomSource.seeded(3).normal(SHAPE, DOUBLE), other)).isFalse();
  }

  @Test
  void drawsHaveTheirDistribution() {
    RandomSource random = RandomSource.seeded(1);
    double[] signs = values(random.signs(SHAPE, DOUBLE));
    assertThat(signs).containsOnly(-1, 1);
    assertThat(random.signs(SHAPE, DOUBLE).mean().item_double()).isBetween(-0.1, 0.1);
    Tensor uniform = random.uniform(SHAPE, DOUBLE);
    assertThat(uniform.min().item_double()).isNotNegative();
    assertThat(uniform.max().item_double()).isLessThan(1);
    assertThat(uniform.mean().item_double()).isBetween(0.47, 0.53);
    Tensor normal = random.normal(SHAPE, DOUBLE);
    assertThat(normal.std().item_double()).isBetween(0.93, 1.07);
  }

  @Test
  void stateContinuesTheStream() {
    RandomSource random = RandomSource.seeded(3);
    random.normal(new long[] {7}, DOUBLE);
    State state = new State();
    random.save(state);
    Tensor next = random.normal(SHAPE, DOUBLE);
    RandomSource other = RandomSource.seeded(8);
    other.load(state);
    assertThat(sameBits(other.normal(SHAPE, DOUBLE), next)).isTrue();
  }

  @Test
  void derivedSeedsDiffer() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      for (String purpose : new String[] {"dropout", "batch order", "dropouts"}) {
        for (long index = 0; index < 100; index++) {
          long derived = Seeds.derive(seed, purpose, index);
          assertThat(derived).isNotNegative();
          seeds.add(derived);
        }
      }
    }
    assertThat(seeds).hasSize(3000);
    assertThat(Seeds.derive(1, "a", 2)).isEqualTo(Seeds.derive(1, "a", 2));
  }
}
