package org.gradus.lab.solve.compare;

import java.util.List;
import java.util.Optional;

/** All classes of problems whose solvers can be compared. */
public final class SolverTasks {
  private static final List<SolverTask> TASKS =
      List.of(
          new TransportTask(),
          new CompletionTask(),
          new LogisticTask(),
          new ConstrainedTask(),
          new ConvexReluTask());

  private SolverTasks() {}

  /** The tasks, in the order they are listed. */
  public static List<SolverTask> all() {
    return TASKS;
  }

  /** The task of this id. */
  public static Optional<SolverTask> find(String id) {
    return TASKS.stream().filter(t -> t.id().equals(id)).findFirst();
  }
}
