package org.gradus.lowrank;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.SparseMatrix;
import org.gradus.core.Tensors;

/**
 * How well factors complete a matrix, computed from the observed entries and the factors alone.
 *
 * @param residual ‖P_Ω(U Vᵀ − M)‖_F
 * @param relativeResidual the same over ‖P_Ω(M)‖_F; 0 where both are 0
 * @param largestError largest |Xᵢⱼ − Mᵢⱼ| over Ω
 * @param leftGradient ‖(P_Ω(U Vᵀ − M)) Qᵥ‖_F with Qᵥ an orthonormal basis of V: 0 where no other U
 *     would fit better (without ridge)
 * @param rightGradient ‖(P_Ω(U Vᵀ − M))ᵀ Qᵤ‖_F, the same for V
 * @param leftIncoherence μ of U's column space: √(m/k) times the longest row of Qᵤ, in [1, √(m/k)]
 * @param rightIncoherence the same for V
 * @param samplingRatio |Ω| / (k (m + n)): below 3 the completion may be one of several
 * @param scarceRows rows with fewer than k observed entries: not determined by them alone
 * @param scarceColumns columns with fewer than k observed entries
 * @param emptyRows rows of X that nothing observed, and which are therefore 0 or arbitrary
 * @param emptyColumns columns of X that nothing observed
 */
public record CompletionCertificate(
    double residual,
    double relativeResidual,
    double largestError,
    double leftGradient,
    double rightGradient,
    double leftIncoherence,
    double rightIncoherence,
    double samplingRatio,
    int scarceRows,
    int scarceColumns,
    int emptyRows,
    int emptyColumns) {

  /** Examines factors, in O(|Ω| k + (m + n) k²). */
  public static CompletionCertificate of(CompletionProblem problem, LowRankFactors factors) {
    return new Examination(problem, factors).certificate();
  }

  /** The pieces a certificate is made from. */
  private static final class Examination {
    private final CompletionProblem problem;
    private final SparseMatrix observed;
    private final int rank;
    private final double[] left;
    private final double[] right;
    private final double[] leftBasis;
    private final double[] rightBasis;
    private final double[] errorTimesRight;
    private final double[] errorTimesLeft;
    private double square;
    private double largest;

    Examination(CompletionProblem problem, LowRankFactors factors) {
      this.problem = problem;
      observed = problem.entries().byRow();
      rank = factors.rank();
      left = Tensors.doubles(factors.left());
      right = Tensors.doubles(factors.right());
      leftBasis = range(factors.left());
      rightBasis = range(factors.right());
      errorTimesRight = new double[left.length];
      errorTimesLeft = new double[right.length];
    }

    CompletionCertificate certificate() {
      for (int i = 0; i < observed.rows(); i++) {
        for (int e = observed.rowStarts()[i]; e < observed.rowStarts()[i + 1]; e++) {
          examine(i, observed.columnIndices()[e], observed.values()[e]);
        }
      }
      double norm = problem.entries().norm();
      double residual = Math.sqrt(square);
      SparseMatrix columns = problem.entries().byColumn();
      return new CompletionCertificate(
          residual,
          residual == 0 ? 0 : residual / norm,
          largest,
          norm(errorTimesRight),
          norm(errorTimesLeft),
          incoherence(leftBasis),
          incoherence(rightBasis),
          problem.samplingRatio(),
          rowsBelow(observed, problem.rank()),
          rowsBelow(columns, problem.rank()),
          rowsBelow(observed, 1),
          rowsBelow(columns, 1));
    }

    private void examine(int i, int j, double value) {
      int u = i * rank;
      int v = j * rank;
      double error = -value;
      for (int c = 0; c < rank; c++) {
        error += left[u + c] * right[v + c];
      }
      square += error * error;
      // Not max(): a NaN must stay.
      largest = Math.abs(error) <= largest ? largest : Math.abs(error);
      for (int c = 0; c < rank; c++) {
        errorTimesRight[u + c] += error * rightBasis[v + c];
        errorTimesLeft[v + c] += error * leftBasis[u + c];
      }
    }

    /** An orthonormal basis of a factor's columns. */
    private static double[] range(Tensor factor) {
      try (PointerScope scope = new PointerScope()) {
        return Tensors.doubles(torch.linalg_qr(factor).get0());
      }
    }

    private double incoherence(double[] basis) {
      double longest = 0;
      for (int row = 0; row < basis.length; row += rank) {
        double sum = 0;
        for (int c = 0; c < rank; c++) {
          sum += basis[row + c] * basis[row + c];
        }
        longest = Math.max(longest, sum);
      }
      return Math.sqrt(longest * basis.length) / rank;
    }

    private static int rowsBelow(SparseMatrix matrix, int count) {
      int found = 0;
      for (int i = 0; i < matrix.rows(); i++) {
        found += matrix.rowStarts()[i + 1] - matrix.rowStarts()[i] < count ? 1 : 0;
      }
      return found;
    }

    private static double norm(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value * value;
      }
      return Math.sqrt(sum);
    }
  }
}
