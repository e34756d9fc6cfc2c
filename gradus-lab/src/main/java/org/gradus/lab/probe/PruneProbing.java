package org.gradus.lab.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gradus.core.Check;
import org.gradus.core.Seeds;
import org.gradus.core.Solution;
import org.gradus.lab.solve.Answer;
import org.gradus.prune.MFacPruner;
import org.gradus.prune.MagnitudePruner;
import org.gradus.prune.Pruner;
import org.gradus.prune.PruningMask;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;

/** Prunes a saved model in one shot and tells its metric before and after. */
public final class PruneProbing {
  private static final int BATCH = 64;

  /** Which weights go. */
  public enum Method {
    /** By M-FAC's inverse Fisher matrix, survivors corrected. */
    MFAC("optimal brain surgeon with M-FAC"),
    /** The smallest. */
    MAGNITUDE("magnitude");

    private final String title;

    Method(String title) {
      this.title = title;
    }
  }

  /**
   * What is asked for.
   *
   * @param method which weights go
   * @param sparsity share of the kernels' weights to remove, in [0, 1)
   * @param rounds in how many rounds M-FAC removes them, at least 1
   * @param seed decides the batches M-FAC's gradients are of
   */
  public record Request(Method method, double sparsity, int rounds, long seed) {
    /** Checks the ranges. */
    public Request {
      if (!(sparsity >= 0 && sparsity < 1)) {
        throw Check.invalid("sparsity", sparsity, "in [0, 1)");
      }
      Check.atLeast("rounds", rounds, 1);
    }
  }

  private PruneProbing() {}

  /**
   * Prunes the model in place, saves it, and tells.
   *
   * @param out the folder the pruned model goes to
   */
  public static Answer prune(ProbedModel model, Request request, Path out) throws IOException {
    Pruner.Outcome outcome =
        pruner(model, request)
            .prune(
                PruningMask.of(model.theta(), PruningMask.KERNELS),
                request.sparsity(),
                model::score);
    model.model().save(out);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put(model.metric() + " before", outcome.scoreBefore());
    numbers.put(model.metric() + " after", outcome.scoreAfter());
    numbers.put("sparsity before", outcome.sparsityBefore());
    numbers.put("sparsity after", outcome.sparsityAfter());
    numbers.put("weights that may go", (double) outcome.prunable());
    numbers.put("weights gone", (double) outcome.pruned());
    String cut =
        outcome.emptied().isEmpty()
            ? ""
            : "; nothing is left of " + String.join(", ", outcome.emptied());
    return new Answer(
        "probe-prune",
        "pruning %s to a sparsity of %s".formatted(model.card().model().text(), request.sparsity()),
        request.method().title,
        Map.of("pruned model", out.toString()),
        Solution.Status.CONVERGED,
        "%d of %d weights removed%s".formatted(outcome.pruned(), outcome.prunable(), cut),
        numbers,
        List.of(),
        Answer.Details.of(),
        List.of());
  }

  private static Pruner pruner(ProbedModel model, Request request) {
    if (request.method() == Method.MAGNITUDE) {
      return new MagnitudePruner();
    }
    MFacPruner.Config standard = MFacPruner.Config.standard();
    return new MFacPruner(
        new MFacPruner.Config(
            standard.gradients(),
            request.rounds(),
            standard.damping(),
            standard.blockSize(),
            standard.correct()),
        index -> batch(model, Seeds.derive(request.seed(), "pruning batch", index)));
  }

  private static BatchObjective batch(ProbedModel model, long seed) {
    long[] rows = new SplittableRandom(seed).longs(BATCH, 0, model.data().size()).toArray();
    Batch batch = model.data().batch(rows);
    return new BatchObjective(model.network(), batch, model.likelihood(), 0);
  }
}
