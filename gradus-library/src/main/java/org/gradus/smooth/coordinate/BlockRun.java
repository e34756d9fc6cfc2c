package org.gradus.smooth.coordinate;

/**
 * What selection and update rules of one run share.
 *
 * @param problem what is solved
 * @param state the iterate, which the solver moves between two calls of a rule
 * @param bounds curvature bounds of blocks
 * @param coordinates those that f depends on, ascending: what blocks are made of
 */
public record BlockRun(
    BlockProblem problem, BlockState state, BlockBounds bounds, int[] coordinates) {
  /** f. */
  public BlockFunction function() {
    return problem.function();
  }
}
