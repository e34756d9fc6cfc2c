package org.gradus.perexample;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Gradients of an embedding table: row r of Gᵢ is the sum of dᵢₜ over the positions t that looked r
 * up. So ‖Gᵢ‖² = Σₛₜ [idᵢₛ = idᵢₜ] ⟨dᵢₛ, dᵢₜ⟩.
 */
final class LookupFactor extends Factor {
  private final Tensor ids;
  private final Tensor gradients;

  /**
   * The factor of a table.
   *
   * @param parameter the table, of shape [rows, width]
   * @param ids of shape [n, T]
   * @param gradients of shape [n, T, width]
   */
  LookupFactor(Tensor parameter, Tensor ids, Tensor gradients) {
    super(parameter, ids.size(0));
    this.ids = ids;
    this.gradients = gradients;
  }

  @Override
  Tensor rows(long from, long count) {
    Tensor rows =
        torch.zeros(
            new long[] {count, parameter().size(0), parameter().size(1)}, gradients.options());
    Tensor index = ids.narrow(0, from, count).unsqueeze(2).expand(count, ids.size(1), width());
    return rows.scatter_add_(1, index, gradients.narrow(0, from, count)).view(count, -1);
  }

  private long width() {
    return gradients.size(2);
  }

  @Override
  void addSum(Tensor sum) {
    sum.index_add_(0, ids.reshape(-1), gradients.reshape(-1, width()));
  }

  @Override
  Tensor squaredNorms() {
    return eachRange(
        (from, count) -> {
          Tensor d = gradients.narrow(0, from, count);
          Tensor at = ids.narrow(0, from, count);
          Tensor same = at.unsqueeze(1).eq(at.unsqueeze(2));
          return sumEach(d.matmul(d.transpose(1, 2)).mul_(same));
        });
  }

  @Override
  Tensor innerProducts(Tensor v) {
    return eachRange(
        (from, count) -> {
          Tensor looked = v.index_select(0, ids.narrow(0, from, count).reshape(-1));
          Tensor d = gradients.narrow(0, from, count);
          return sumEach(looked.view(count, ids.size(1), width()).mul_(d));
        });
  }
}
