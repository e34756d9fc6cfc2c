package org.gradus.bench;

import java.util.concurrent.TimeUnit;
import org.gradus.core.Threads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One training step, by JMH (Sophia's cases make ten); {@link StepTable} measures the same in
 * interleaved rounds.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepBenchmark {
  /** Which model. */
  @Param public StepModel model;

  /** Which step. */
  @Param public StepCase step;

  /** Threads of one operation. */
  @Param("1")
  public int threads;

  private Workload workload;

  /** Makes model, data and optimizer. */
  @Setup
  public void prepare() {
    Threads.use(threads);
    workload = step.prepare(model);
  }

  /** One step, or Sophia's ten. */
  @Benchmark
  public void step() {
    workload.run();
  }
}
