package org.gradus.lab.recipes;

import java.util.Locale;
import java.util.function.DoubleFunction;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;

/**
 * An optimizer with all its settings.
 *
 * @param name says every setting, so that it can be part of a piece's key
 * @param factory makes it
 */
public record Method(String name, Factory factory) {
  /** Makes an optimizer. */
  @FunctionalInterface
  public interface Factory {
    /**
     * The optimizer of these parameters.
     *
     * @param seed for what it draws
     */
    Optimizer make(ParameterVector theta, long seed);
  }

  /**
   * A method up to its learning rate.
   *
   * @param name says every other setting
   * @param at the factory at a learning rate
   */
  public record Family(String name, DoubleFunction<Factory> at) {
    /** The method at a learning rate. */
    public Method with(double learningRate) {
      return new Method(
          name + ".lr" + String.format(Locale.ROOT, "%.4g", learningRate), at.apply(learningRate));
    }
  }
}
