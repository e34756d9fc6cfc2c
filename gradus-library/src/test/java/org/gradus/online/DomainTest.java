package org.gradus.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.gradus.core.PortableRandom;
import org.junit.jupiter.api.Test;

class DomainTest {
  private static double[] projected(Domain domain, double... x) {
    domain.project(x);
    return x;
  }

  @Test
  void ballsBoxesAndSimplicesProject() {
    Ball ball = new Ball(new double[] {1, 0}, 2);
    assertThat(projected(ball, 7, 0)).containsExactly(3, 0);
    assertThat(projected(ball, 1, 1)).containsExactly(1, 1);
    assertThat(ball.diameter()).isEqualTo(4);

    Box box = new Box(new double[] {0, -1}, new double[] {1, 1});
    assertThat(projected(box, 3, -5)).containsExactly(1, -1);
    assertThat(box.centre()).containsExactly(0.5, 0);
    assertThat(box.diameter()).isCloseTo(Math.sqrt(5), within(1e-15));

    Simplex simplex = new Simplex(3);
    assertThat(projected(simplex, 1, 1, 1))
        .containsExactly(new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, within(1e-15));
    assertThat(projected(simplex, 5, 0, 0)).containsExactly(1, 0, 0);
    assertThat(projected(simplex, 0.2, 0.3, 0.5)).containsExactly(0.2, 0.3, 0.5);
    assertThat(projected(simplex, 0.9, 0.5, -3))
        .containsExactly(new double[] {0.7, 0.3, 0}, within(1e-15));
  }

  @Test
  void projectionsAreTheNearestPoints() {
    SplittableRandom random = new SplittableRandom(1);
    for (Domain domain :
        new Domain[] {
          Ball.ofRadius(4, 0.7), new Simplex(4), new Box(new double[4], new double[] {1, 2, 3, 4})
        }) {
      for (int trial = 0; trial < 50; trial++) {
        double[] x = random.doubles(4, -3, 3).toArray();
        double[] nearest = projected(domain, x.clone());
        double[] other = projected(domain, random.doubles(4, -3, 3).toArray());
        // ⟨x − P x, y − P x⟩ ≤ 0 for every y of a convex set.
        double inner = 0;
        for (int i = 0; i < 4; i++) {
          inner += (x[i] - nearest[i]) * (other[i] - nearest[i]);
        }
        assertThat(inner).isLessThan(1e-12);
        assertThat(projected(domain, nearest.clone())).containsExactly(nearest, within(1e-15));
      }
    }
  }

  @Test
  void theMetricProjectionIsOptimal() {
    int d = 5;
    Ball ball = Ball.ofRadius(d, 0.5);
    for (int trial = 0; trial < 20; trial++) {
      double[] a = PortableRandom.normal(10 + trial, d * d);
      double[] metric = new double[d * d];
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          for (int k = 0; k < d; k++) {
            metric[i * d + j] += a[i * d + k] * a[j * d + k];
          }
        }
        metric[i * d + i] += 0.1;
      }
      double[] x = PortableRandom.normal(50 + trial, d);
      double[] y = x.clone();
      MetricBall.project(ball, metric, y);
      assertThat(Math.sqrt(Vectors.dot(y, y))).isCloseTo(0.5, within(1e-12));
      double[] force = new double[d];
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          force[i] += metric[i * d + j] * (x[j] - y[j]);
        }
      }
      double mu = Vectors.dot(force, y) / Vectors.dot(y, y);
      assertThat(mu).isPositive();
      Vectors.add(force, -mu, y);
      assertThat(Math.sqrt(Vectors.dot(force, force))).isLessThan(1e-8);
    }
  }

  @Test
  void aMultipleOfTheIdentityProjectsAsEuclid() {
    Ball ball = new Ball(new double[] {1, 2, 3}, 0.5);
    double[] metric = {3, 0, 0, 0, 3, 0, 0, 0, 3};
    double[] x = {4, -1, 2};
    double[] euclidean = projected(ball, x.clone());
    MetricBall.project(ball, metric, x);
    assertThat(x).containsExactly(euclidean, within(1e-12));
  }

  @Test
  void badSetsAreRefused() {
    assertThatThrownBy(() -> Ball.ofRadius(2, 0)).hasMessageContaining("radius is 0.0");
    assertThatThrownBy(() -> new Ball(new double[0], 1)).hasMessageContaining("length of centre");
    assertThatThrownBy(() -> new Box(new double[] {1}, new double[] {0}))
        .hasMessageContaining("high[0] is 0.0");
    assertThatThrownBy(() -> new Box(new double[] {1, 1}, new double[] {2}))
        .hasMessageContaining("length of high");
    assertThatThrownBy(() -> new Simplex(1)).hasMessageContaining("dimension is 1");
    assertThatThrownBy(() -> MetricBall.project(Ball.ofRadius(2, 1), new double[3], new double[2]))
        .hasMessageContaining("lengths of x and the metric");
  }
}
