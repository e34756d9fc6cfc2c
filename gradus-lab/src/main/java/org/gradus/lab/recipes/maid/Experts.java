package org.gradus.lab.recipes.maid;

import org.gradus.bilevel.BilevelProblem;
import org.gradus.bilevel.BilevelSolution;
import org.gradus.bilevel.FieldsOfExperts;
import org.gradus.bilevel.Limits;
import org.gradus.bilevel.Maid;
import org.gradus.bilevel.SquaredDistance;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;

/** Learned filters against learned total variation, with estimated constants; no verdict. */
final class Experts {
  private static final int FILTERS = 8;
  private static final int TAPS = 5;
  private static final long SEED = 1;

  private final Context context;
  private final Limits limits;

  Experts(Context context) {
    this.context = context;
    limits = Limits.DEFAULT.withWork(context.size(4_000, 100));
  }

  /** PSNRs in dB, and accepted steps, as a piece. */
  record Quality(double noisy, double totalVariation, double experts, int steps) {}

  void run(Findings findings) {
    int perSide = context.size(2, 1);
    Quality quality =
        context.piece(
            Quality.class,
            "experts/%d/W%d".formatted(perSide, limits.work()),
            () -> measure(Mosaic.of(perSide, 0)));
    findings.add(
        Table.titled(
                "A field of 8 experts, 5 x 5, learned with estimated constants and work "
                    + limits.work(),
                "picture",
                "PSNR in dB")
            .row("noisy", "%.2f".formatted(quality.noisy))
            .row("learned total variation", "%.2f".formatted(quality.totalVariation))
            .row(
                "learned experts, %d steps".formatted(quality.steps),
                "%.2f".formatted(quality.experts))
            .build());
  }

  private Quality measure(Mosaic mosaic) {
    FieldsOfExperts lower =
        new FieldsOfExperts(mosaic.noisy(), 1, mosaic.side(), mosaic.side(), FILTERS, TAPS);
    BilevelProblem experts =
        new BilevelProblem(
            new SquaredDistance(mosaic.clean()),
            lower,
            lower.start(SEED),
            mosaic.noisy(),
            BilevelProblem.EXPONENTS);
    Maid maid = new Maid(Rivals.maid(0.1, 0.1, 0.01, limits));
    BilevelSolution learned = maid.solve(experts, context.monitor());
    BilevelSolution variation = maid.solve(mosaic.totalVariation(), context.monitor());
    return new Quality(
        mosaic.psnr(mosaic.noisy()),
        mosaic.psnr(variation.x()),
        mosaic.psnr(learned.x()),
        learned.trace().points().size() - 1);
  }
}
