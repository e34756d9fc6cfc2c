package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sets that are not embedded, where {@code GRADUS_DATA} or the cache has their files. */
class PinnedDataTest {

  @ParameterizedTest
  @CsvSource({
    "mnist, 10000, 8000, 784, 10",
    "fashion-mnist, 70000, 60000, 784, 10",
    "cifar10, 12000, 10000, 3072, 10",
    "a9a, 16281, 16281, 123, 2",
    "mushrooms, 8124, 8124, 112, 2",
    "wine, 178, 178, 13, 3",
    "diabetes, 442, 442, 10, 0"
  })
  void hasItsPublishedShape(String name, int rows, int testStart, int size, int classes) {
    NamedData named = NamedData.standard();
    assumeThat(named.isPresent(name)).isTrue();

    RawData raw = named.open(name);
    Split split = Split.of(raw, 0);
    Dataset train = Preprocessing.fit(raw, split.train()).apply(raw).subset(split.train());

    assertThat(raw.rows()).isEqualTo(rows);
    assertThat(raw.testStart()).isEqualTo(testStart);
    assertThat(train.exampleSize()).isEqualTo(size);
    assertThat(train.classLabels()).hasSize(classes);
    assertThat(train.inputs()).hasSize(split.train().length * size);
  }
}
