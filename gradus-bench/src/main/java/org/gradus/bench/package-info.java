/**
 * Benchmarks: how fast an update and a whole step are, beside what, and whether memory stays flat.
 *
 * <p>A {@link org.gradus.bench.Workload} is one repeatable piece of work. {@link
 * org.gradus.bench.UpdateCase} and {@link org.gradus.bench.StepCase} make them. They are measured
 * two ways: by JMH ({@link org.gradus.bench.UpdateBenchmark}, {@link
 * org.gradus.bench.StepBenchmark}) and, for the tables of docs/performance.md, in interleaved
 * {@link org.gradus.bench.Rounds}, whose ratios hold on a machine that is not quiet. {@link
 * org.gradus.bench.SideBySide} alternates whole processes with Python's PyTorch, {@link
 * org.gradus.bench.MemoryFlat} watches resident memory, {@link org.gradus.bench.CompletionScaling}
 * how matrix completion's time grows.
 */
package org.gradus.bench;
