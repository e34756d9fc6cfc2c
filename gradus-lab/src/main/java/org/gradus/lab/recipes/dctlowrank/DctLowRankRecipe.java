package org.gradus.lab.recipes.dctlowrank;

import java.util.List;
import org.gradus.lab.recipes.Tasks;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of SVD-free low-rank optimizers (arXiv 2505.17967) on a character GPT. */
public final class DctLowRankRecipe implements Recipe {
  private static final double RATE = 3e-3;

  @Override
  public String id() {
    return "dct-lowrank";
  }

  @Override
  public String description() {
    return """
        A character GPT (2 layers, width 64, context 48, batch 32) on tiny Shakespeare. Captured \
        shares of the gradients of its attention and MLP matrices at steps 10, 100 and 300 of \
        AdamW, 2 seeds. Training for 120 steps with rank 16 = n/4 and a choice of subspace every \
        10 steps (Trion and Dion at every step): AdamW; GaLore, Fira and FRUGAL each with SVD, DCT \
        and fresh random subspaces; DCT-AdamW plain, with error feedback, without rotation, on a \
        random basis; Trion and Dion. Each has its learning rate tuned on seed 0 over three values \
        a factor 2 apart, extended twice while the best lies at the edge; results on seeds 1 to 3, \
        paired. Times on one thread for n up to 1024. The paper pre-trains models of 350M to 1.3B \
        parameters: this is smaller by four orders of magnitude. Not tested: fine-tuning.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "selection-helps",
            "Mean captured share at r = n/16: reproduced if chosen cosine columns capture at least"
                + " twice what the first columns do."),
        Claim.of(
            entry(),
            "dct-helps",
            "Captured share: reproduced if choosing from the cosine basis is above choosing from a"
                + " random orthogonal basis by more than 2 standard errors of the paired difference"
                + " over matrices, steps and seeds at every r/n in {1/16, 1/8, 1/4, 1/2}; partly if"
                + " at some."),
        Claim.of(
            entry(),
            "near-optimal",
            "Reproduced if chosen cosine columns capture at least 0.8 of what the SVD does at every"
                + " r/n in {1/16, 1/8, 1/4, 1/2}; partly if at some."),
        Claim.of(
            entry(),
            "matches-svd",
            "Validation loss in GaLore, Fira and FRUGAL: reproduced if in each DCT is at most 0.02"
                + " (or 2 standard errors of the paired difference, if that is more) above SVD;"
                + " partly if in some."),
        Claim.of(
            entry(),
            "dct-matters",
            "Validation loss in GaLore, Fira and FRUGAL: reproduced if in each DCT is below fresh"
                + " random subspaces by more than 2 standard errors of the paired difference; partly"
                + " if in some."),
        Claim.of(
            entry(),
            "stand-alone",
            "Reproduced if the mean validation loss of DCT-AdamW with error feedback is at most 0.05"
                + " above AdamW's."),
        Claim.of(
            entry(),
            "trion-beats-dion",
            "Reproduced if Trion's validation loss is below Dion's by more than 2 standard errors of"
                + " the paired difference."),
        Claim.of(
            entry(),
            "cheaper",
            "Reproduced if one choice is at least 10 times faster than an SVD at every n >= 512, and"
                + " state of 12 square layers at r = n/4 at least 20 % below the SVD host's; partly"
                + " if one of the two holds."));
  }

  @Override
  public double minutes() {
    return 6;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    TrainingTask task = Tasks.shakespeare(context.size(30, 1));
    Cost.run(context, findings);
    Quality.run(context, task, Arms.adamW().with(RATE), findings);
    new Training(context, task).run(findings);
    return findings;
  }
}
