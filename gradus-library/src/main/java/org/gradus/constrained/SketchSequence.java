package org.gradus.constrained;

import java.util.Iterator;
import java.util.List;
import org.gradus.core.Check;

/** The sketches of one run, in the order in which they are used. */
public interface SketchSequence {
  /**
   * Told before the first sketch of every outer step.
   *
   * @param squaredRowNorms |Kᵢ|² of the new K; not to be changed
   */
  default void begin(double[] squaredRowNorms) {}

  /** The next S. */
  Sketch next();

  /**
   * Recorded sketches.
   *
   * @return a sequence that throws {@link java.util.NoSuchElementException} when they are used up
   */
  static SketchSequence replay(List<? extends Sketch> sketches) {
    Iterator<? extends Sketch> rest = List.copyOf(sketches).iterator();
    return rest::next;
  }

  /** Checks that a sketch is of order p. */
  static void require(Sketch sketch, int p) {
    if (sketch instanceof Sketch.Row row && row.index() >= p) {
      throw Check.invalid("row of the sketch", row.index(), "below p = " + p);
    }
    if (sketch instanceof Sketch.Column column && column.entries().length != p) {
      throw Check.invalid("rows of the sketch", column.entries().length, "p = " + p);
    }
    if (sketch instanceof Sketch.Block block && block.entries().length != p * block.columns()) {
      throw Check.invalid(
          "rows of the sketch", block.entries().length / block.columns(), "p = " + p);
    }
  }
}
