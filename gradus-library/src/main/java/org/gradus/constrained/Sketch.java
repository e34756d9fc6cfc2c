package org.gradus.constrained;

import java.util.Objects;
import org.gradus.core.Check;

/** S of one sketch-and-project step z ← z − K S (Sᵀ K² S)⁺ Sᵀ r, [p, q]. */
public sealed interface Sketch {
  /**
   * S = eᵢ: a Kaczmarz step on row i.
   *
   * @param index i in [0, p)
   */
  record Row(int index) implements Sketch {
    /** Validates. */
    public Row {
      Check.atLeast("index", index, 0);
    }
  }

  /**
   * S is one column.
   *
   * @param entries of length p
   */
  record Column(double[] entries) implements Sketch {
    /** Checks that it is there. */
    public Column {
      Objects.requireNonNull(entries, "entries");
    }
  }

  /**
   * S is a block of columns.
   *
   * @param entries [p, q] row-major
   * @param columns q
   */
  record Block(double[] entries, int columns) implements Sketch {
    /** Validates. */
    public Block {
      Check.atLeast("columns", columns, 1);
      if (entries.length % columns != 0) {
        throw Check.invalid("entries.length", entries.length, "a multiple of columns = " + columns);
      }
    }
  }

  /** S = I, or any invertible S: z becomes the exact solution, by sparse LU. */
  record Identity() implements Sketch {}
}
