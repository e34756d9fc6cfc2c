package org.gradus.lab.recipes.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Monitor;
import org.gradus.curvature.stability.CapacityNorms;
import org.junit.jupiter.api.Test;

class NetsTest {
  private static final double STEP = 1e-6;

  @Test
  void aDiagonalStepFollowsTheGradientOfTheLoss() {
    DiagonalNet net = DiagonalNet.draw(7, 3, 5);
    double[] start = net.a.clone();
    double slope = 0;
    for (double side : new double[] {1, -1}) {
      net.a[2] = start[2] + side * STEP;
      slope += side * Descent.loss(net) / (2 * STEP);
    }
    net.a[2] = start[2];
    for (int i = 0; i < 3; i++) {
      net.add(i);
    }
    net.step(1e-3, 3, Double.POSITIVE_INFINITY);
    assertThat((start[2] - net.a[2]) / 1e-3).isCloseTo(slope, within(1e-7 * Math.abs(slope)));
  }

  @Test
  void aReluStepLowersTheLossByItsSquaredGradient() {
    ReluNet net = new ReluNet(6, 4, 5, 2, 3);
    double before = Descent.loss(net);
    double[] residuals = new double[5];
    for (int i = 0; i < 5; i++) {
      residuals[i] = net.squaredResidual(i);
    }
    Tensor jacobian = net.jacobian();
    assertThat(before).isCloseTo(Arrays.stream(residuals).sum() / 10, within(1e-12));
    for (int i = 0; i < 5; i++) {
      net.add(i);
    }
    double rate = 1e-7;
    net.step(rate, 5, Double.POSITIVE_INFINITY);
    double squared = (before - Descent.loss(net)) / rate;
    // ‖Jᵀr/n‖² lies between the extreme singular values of J: here only its sign and size count.
    double largest = jacobian.square().sum().item_double() * 2 * before / 5;
    assertThat(squared).isPositive().isLessThan(largest);
  }

  @Test
  void clippedStepsHaveTheClippedLength() {
    DiagonalNet net = DiagonalNet.draw(7, 3, 5);
    double[] a = net.a.clone();
    double[] b = net.b.clone();
    net.add(0);
    net.step(0.5, 1, 1e-3);
    double moved = 0;
    for (int k = 0; k < 7; k++) {
      moved += Math.pow(net.a[k] - a[k], 2) + Math.pow(net.b[k] - b[k], 2);
    }
    assertThat(Math.sqrt(moved)).isCloseTo(0.5e-3, within(1e-12));
  }

  @Test
  void balancedStartsKeepTheirFunction() {
    DiagonalNet net = DiagonalNet.draw(20, 3, 5);
    double loss = Descent.loss(net);
    net.balanced(8);
    assertThat(CapacityNorms.balance(net.a, net.b)).isCloseTo(8, within(1e-12));
    assertThat(Descent.loss(net)).isCloseTo(loss, within(1e-12 * loss));
  }

  @Test
  void gradientDescentReachesAMinimum() {
    DiagonalNet net = DiagonalNet.draw(20, 5, 1);
    Descent.Settings settings = new Descent.Settings(0.02, 5, 20_000, 1e-10);
    assertThat(Descent.run(net, settings, 1, Monitor.SILENT)).isLessThanOrEqualTo(1e-10);
    Minimum minimum = Minimum.of(net, 1e-10);
    assertThat(minimum.largest()).isLessThan(minimum.trace());
    assertThat(minimum.trace()).isGreaterThan(0);
  }

  @Test
  void aRunThatDivergesHasNoNumbers() {
    DiagonalNet net = DiagonalNet.draw(20, 5, 1);
    Descent.Settings settings = new Descent.Settings(50, 5, 2000, 1e-10);
    double loss = Descent.run(net, settings, 1, Monitor.SILENT);
    assertThat(Minimum.of(net, loss).reached(1e-6)).isFalse();
  }
}
