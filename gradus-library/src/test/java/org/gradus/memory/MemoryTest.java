package org.gradus.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.predictive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Autodiff;
import org.gradus.core.Likelihood;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;

class MemoryTest {
  /** Native objects a step may not leave behind, whether or not the collector ran. */
  @Test
  void stepsLeaveNoNativeObjects() {
    for (Map.Entry<String, Workload> entry : Workload.all().entrySet()) {
      entry.getValue().steps(10);
      long before = Pointer.totalCount();
      entry.getValue().steps(40);
      assertThat(Pointer.totalCount() - before).as(entry.getKey()).isLessThanOrEqualTo(0);
    }
  }

  @Test
  void gaussNewtonProductsLeaveOnlyTheirResult() {
    Mlp net = new Mlp(1, ScalarType.Float);
    ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
    Tensor inputs = normal(1, ScalarType.Float, 4, 5);
    PredictiveObjective objective =
        predictive(Likelihood.CATEGORICAL, () -> net.forward(inputs), Fixtures.classes(0, 1, 2, 0));
    Tensor v = normal(2, ScalarType.Float, theta.size());
    long before = Pointer.totalCount();
    for (int i = 0; i < 20; i++) {
      try (PointerScope scope = new PointerScope()) {
        Autodiff.gaussNewtonVectorProduct(objective, theta, v);
        objective.hessianVectorProduct(theta, v);
      }
    }
    assertThat(Pointer.totalCount() - before).isLessThanOrEqualTo(0);
  }

  @Test
  void residentMemoryIsFlatOverTenThousandSteps() throws IOException, InterruptedException {
    assumeThat(Files.isReadable(Path.of("/proc/self/status"))).isTrue();
    ProcessBuilder program =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xms128m",
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:+AlwaysPreTouch",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ResidentMemory.class.getName()))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    program.environment().put("OMP_NUM_THREADS", "1");
    Process process = program.start();
    try (Scanner numbers = new Scanner(process.getInputStream(), StandardCharsets.UTF_8)) {
      double before = numbers.nextLong();
      double after = numbers.nextLong();
      assertThat(process.waitFor()).isZero();
      assertThat(after / before).as("%s to %s kB", before, after).isLessThan(1.02);
    } finally {
      process.destroy();
    }
  }
}
