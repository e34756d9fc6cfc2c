package org.gradus.lab.result;

import java.util.List;

/**
 * The rules of a comparison, fixed before the first run.
 *
 * @param trials tuning trials each method was given, equal for all; 0 if nothing was tuned
 * @param seeds seeds of the final runs; for one seed every method starts from the same weights and
 *     sees the same batches
 * @param epochs passes over the training data of each run, or iterations of a solver
 * @param batchSize examples a step; 0 where there are no batches
 * @param split sizes of the data's parts
 * @param tuningRule how hyper-parameters were chosen, in words
 * @param pairingRule what runs of one seed share, in words
 * @param targetRule how the target was set, in words
 * @param target the target value of the validation metric, in the metric's unit; {@code null} if
 *     none
 * @param divergenceRule what counts as diverged and how such runs are treated, in words
 */
public record Protocol(
    int trials,
    List<Long> seeds,
    int epochs,
    int batchSize,
    Split split,
    String tuningRule,
    String pairingRule,
    String targetRule,
    Double target,
    String divergenceRule) {

  /** Checks counts and texts. */
  public Protocol {
    Require.atLeast("protocol.trials", trials, 0);
    Require.atLeast("protocol.epochs", epochs, 1);
    Require.atLeast("protocol.batchSize", batchSize, 0);
    Require.present("protocol.split", split);
    Require.text("protocol.tuningRule", tuningRule);
    Require.text("protocol.pairingRule", pairingRule);
    Require.text("protocol.targetRule", targetRule);
    Require.text("protocol.divergenceRule", divergenceRule);
    seeds = List.copyOf(Require.present("protocol.seeds", seeds));
    Require.atLeast("number of protocol.seeds", seeds.size(), 1);
  }

  /**
   * Sizes of the data's parts, in examples (characters for text).
   *
   * @param train examples trained on
   * @param validation examples choices are made on
   * @param test examples the result is measured on, once
   */
  public record Split(long train, long validation, long test) {
    /** Checks that no size is negative. */
    public Split {
      Require.atLeast("split.train", train, 0);
      Require.atLeast("split.validation", validation, 0);
      Require.atLeast("split.test", test, 0);
    }
  }
}
