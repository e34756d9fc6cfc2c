package org.gradus.lab.recipes.sns;

import java.util.List;
import org.gradus.lab.reproduce.Claim;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Recipe;

/** Tests the claims of Sinkhorn-Newton-Sparse (arXiv 2401.12253) on assignments and images. */
public final class SnsRecipe implements Recipe {
  @Override
  public String id() {
    return "sns";
  }

  @Override
  public String description() {
    return """
        Random assignments (costs uniform on [0, 1], n = 500, uniform marginals, eta = 1200, 5 \
        seeds) and pairs of handwritten digits enlarged to 20 x 20 pixels with squared L2 and L1 \
        costs (eta 100, 400, 1200). Sinkhorn-Newton-Sparse keeps 8 entries a row (15 for L1; the \
        paper's 2 a row converge slowly, see the ablation) after 20 sweeps, with the library's \
        safeguards. It is compared with the library's fastest Sinkhorn (scalings, absorbed), with \
        Sinkhorn in the log domain and with dense Newton steps, all on one thread. The paper's \
        images are MNIST's, 28 x 28.""";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.of(
            entry(),
            "random-assignment",
            "Reproduced if for all seeds SNS reaches 1e-12 in at most 20 Newton steps, at least 20"
                + " times faster than the fastest Sinkhorn reaches 1e-9 and 50 times faster than in"
                + " the log domain. Not reproduced if some seed needs more than 60 steps or the"
                + " first ratio is below 5; else partly."),
        Claim.of(
            entry(),
            "images",
            "At squared L2 cost and eta 1200: reproduced if SNS reaches 1e-10 on every pair at"
                + " least 5 times faster than Sinkhorn reaches it or 10 000 sweeps; partly if it"
                + " reaches it at least as fast."),
        Claim.of(
            entry(),
            "approximate-sparsity",
            "Reproduced if the entries a row that hold 99.9 % of the optimal plan fall with every"
                + " step of eta from 50 to 1200, and at n = 7 the mass outside the optimal"
                + " permutation stays below the theorem's 6 n² exp(-eta Delta). Partly if only the"
                + " first holds."),
        Claim.of(
            entry(),
            "quadratic-step",
            "Reproduced if the seconds of a Newton step with 8 entries a row grow like n to the"
                + " power 2, within 0.3, from n = 250 to 2000."));
  }

  @Override
  public double minutes() {
    return 6;
  }

  @Override
  public Findings run(Context context) {
    Findings findings = new Findings();
    new RandomAssignment(context).run(findings);
    new ImagePairs(context).run(findings);
    new ApproximateSparsity(context).run(findings);
    StepCost.run(context, findings);
    Ablation.run(context, findings);
    return findings;
  }
}
