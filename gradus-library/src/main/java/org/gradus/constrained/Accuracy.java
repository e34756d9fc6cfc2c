package org.gradus.constrained;

import org.gradus.core.Check;

/** How accurately the Newton system is solved. */
public sealed interface Accuracy {
  /** The rule of the paper, Ψ as it is. */
  Accuracy PAPER = new Paper(1);

  /**
   * |K|_F Ψ |r| ≤ θ δ |∇L|. With δ at its floor this is close to exact, and often below round-off.
   *
   * @param psiScale what Ψ is multiplied with; 1 is the paper's
   */
  record Paper(double psiScale) implements Accuracy {
    /** Validates. */
    public Paper {
      Check.positive("psiScale", psiScale);
    }
  }

  /**
   * |r| ≤ θ ρ |∇L|, ρ divided by ν⁴ at each change of the penalties and restored at the next outer
   * step.
   *
   * @param rho ρ in (0, 1)
   */
  record Relative(double rho) implements Accuracy {
    /** Validates. */
    public Relative {
      if (!(rho > 0 && rho < 1)) {
        throw Check.invalid("rho", rho, "in (0, 1)");
      }
    }
  }
}
