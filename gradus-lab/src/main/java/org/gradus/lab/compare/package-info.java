/**
 * The fair comparison of several methods on one task.
 *
 * <p>The flow: a {@link org.gradus.lab.compare.ComparePlan} says what is compared, a {@link
 * org.gradus.lab.compare.Workload} what is trained. {@link org.gradus.lab.compare.CompareEngine}
 * lays the work out as jobs (tuning trials of a {@link org.gradus.lab.compare.SearchSpace}, then
 * paired final runs), {@code JobRunner} trains each as {@code Trainings} makes it, {@code
 * CostMeter} measures steps side by side, and {@code Assembler} makes the {@link
 * org.gradus.lab.result.Comparison} of the records.
 *
 * <p>Everything finished is in the {@link org.gradus.lab.compare.RunFolder} before the next job
 * begins, and a checkpoint of the running one beside it: a comparison that was stopped, however
 * hard, is continued by running the engine on the same folder, and ends with the same numbers.
 */
package org.gradus.lab.compare;
