package org.gradus.lab.solve.compare;

import java.util.List;

/** A class of problems with the solvers that can be compared on it. */
public interface SolverTask {
  /** Its name on the command line. */
  String id();

  /** Its name for people. */
  String title();

  /** What is compared and by which figure, in a sentence or two. */
  String description();

  /** The problems, from small to large; making them is cheap or lazy. */
  List<Case> cases();
}
