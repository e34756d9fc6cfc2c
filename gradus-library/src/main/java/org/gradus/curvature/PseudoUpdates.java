package org.gradus.curvature;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.core.Stateful;

/**
 * What several optimizers would do at each point of one trajectory: each keeps its state as if it
 * had been trained on the gradients seen so far, none moves the parameters (Pan and Li 2023, arXiv
 * 2306.00204).
 *
 * <p>At every step of the driver, between its {@code measure} and its {@code update}: call {@link
 * #displacements()}, which gives the gradient in θ to every candidate's {@code update}, notes the
 * displacement, and puts θ and the gradient back bit for bit. Any update rule can be a candidate
 * that needs only the gradient. In float32 a displacement has θ's rounding, 6e-8 |θ|: give
 * candidates learning rates that make them visible; the measures do not depend on their lengths.
 *
 * <p>Cost for each candidate and step: its update and three copies.
 */
public final class PseudoUpdates implements Stateful {
  private final ParameterVector theta;
  private final Map<String, Optimizer> candidates;
  private final Tensor values;
  private final Tensor gradient;

  /**
   * Shadows of these optimizers.
   *
   * @param theta the parameters the driver moves
   * @param candidates by name; made of the same θ and used for nothing else
   * @throws IllegalArgumentException if a candidate moves other parameters
   */
  public PseudoUpdates(ParameterVector theta, Map<String, ? extends Optimizer> candidates) {
    this.theta = theta;
    this.candidates = new LinkedHashMap<>(candidates);
    this.candidates.forEach(
        (name, optimizer) -> {
          if (optimizer.parameters() != theta) {
            throw new IllegalArgumentException(
                "candidate '" + name + "' moves other parameters than the driver's");
          }
        });
    values = theta.newVector();
    gradient = theta.newVector();
  }

  /**
   * Lets every candidate take the gradient in θ.
   *
   * @return by name, the displacement each would make now: new vectors of shape [d], which belong
   *     to the caller's {@link PointerScope}
   */
  public Map<String, Tensor> displacements() {
    Map<String, Tensor> displacements = new LinkedHashMap<>();
    try (NoGradGuard guard = new NoGradGuard()) {
      values.copy_(theta.values());
      gradient.copy_(theta.gradient());
      try {
        candidates.forEach((name, optimizer) -> displacements.put(name, displacement(optimizer)));
      } finally {
        restore();
      }
    }
    return displacements;
  }

  private Tensor displacement(Optimizer optimizer) {
    restore();
    optimizer.update();
    return theta.values().sub(values);
  }

  private void restore() {
    theta.values().copy_(values);
    theta.gradient().copy_(gradient);
  }

  @Override
  public void save(State state) {
    candidates.forEach((name, optimizer) -> optimizer.save(state.child(name)));
  }

  @Override
  public void load(State state) {
    candidates.forEach((name, optimizer) -> optimizer.load(state.child(name)));
  }
}
