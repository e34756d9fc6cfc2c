package org.gradus.lab.recipes.saf;

import java.util.Optional;
import org.gradus.core.ModelObjective;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.sharpness.Regularizer;

/**
 * Label smoothing as a term, a control: loss + α (mean over classes of −log q − loss), which is the
 * cross-entropy with labels (1 − α) y + α/C.
 */
final class LabelSmoothing implements Regularizer {
  private static final double ALPHA = 0.1;

  @Override
  public double weight() {
    return ALPHA;
  }

  @Override
  public Optional<Term> on(ModelObjective batch, ParameterVector theta) {
    return Optional.of(
        (part, outputs) -> outputs.log_softmax(1).mean().neg().sub(part.loss(outputs)));
  }

  @Override
  public void save(State state) {}

  @Override
  public void load(State state) {}
}
