package org.gradus.optim.surrogate;

/**
 * What a method asked for so far: losses may cost far more than networks.
 *
 * @param lossGradients gradients of the loss in the outputs, one a step
 * @param lossValues values of the loss at other outputs, by line searches in the outputs
 * @param forwards forward passes of the network
 * @param backwards backward passes of the network
 */
public record Calls(long lossGradients, long lossValues, long forwards, long backwards) {

  /** Counts. */
  static final class Counter {
    private long lossGradients;
    private long lossValues;
    private long forwards;
    private long backwards;

    void lossGradient() {
      lossGradients++;
    }

    void lossValue() {
      lossValues++;
    }

    void forward() {
      forwards++;
    }

    void backward() {
      backwards++;
    }

    Calls calls() {
      return new Calls(lossGradients, lossValues, forwards, backwards);
    }

    void set(Calls calls) {
      lossGradients = calls.lossGradients;
      lossValues = calls.lossValues;
      forwards = calls.forwards;
      backwards = calls.backwards;
    }
  }
}
