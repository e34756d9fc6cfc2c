package org.gradus.lab.result;

/**
 * What was learned or solved.
 *
 * @param name the task's id on the command line, such as {@code digits}, or the user's file name
 * @param kind {@code classification}, {@code regression}, {@code language-model}, or a problem
 *     class of the solvers
 * @param description one sentence for people
 */
public record TaskInfo(String name, String kind, String description) {
  /** Checks that every text is there. */
  public TaskInfo {
    Require.text("task.name", name);
    Require.text("task.kind", kind);
    Require.text("task.description", description);
  }
}
