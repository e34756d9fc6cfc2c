package org.gradus.optim.surrogate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * SSO with diagonal AdaGrad: one accumulator v per training example and output, and the surrogate
 * mean(G (f − z) + (√v/α) (f − z)²).
 *
 * <p>v starts at 0; a step adds G² at its examples, then clamps the whole table, examples never
 * visited included, to [1e-5, 1e5], and uses the result. The table grows with the examples seen, in
 * float64.
 */
public final class DiagonalAdaGradRule implements TargetRule {
  private static final double LEAST = 1e-5;
  private static final double LARGEST = 1e5;

  private Tensor table;
  private boolean clamped;
  private long[] rows = {};
  private Tensor found;

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the examples are not known, or are not one a row
   */
  @Override
  public TargetModel model(TargetPoint point, double alpha) {
    long[] ids =
        point
            .exampleIds()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the diagonal AdaGrad rule needs example ids; this objective has none"));
    long outputs = point.outputs().numel() / Math.max(1, ids.length);
    if (ids.length * outputs != point.outputs().numel() || point.outputs().size(0) != ids.length) {
      throw Check.invalid(
          "number of example ids", ids.length, "one a row of " + Tensors.describe(point.outputs()));
    }
    grow(ids, outputs);
    Tensor places = places(ids);
    Tensor slope = point.slope().reshape(ids.length, outputs).to(ScalarType.Double);
    Tensor sums = table.index_select(0, index(rows)).index_add_(0, places, slope.square());
    replace(clamp(sums));
    Tensor curvature = found.index_select(0, places).sqrt_().div_(Scalars.of(alpha));
    Tensor z = point.outputs();
    return new Proximal(
        z, point.slope(), curvature.to(Tensors.type(z)).reshape(Tensors.shape(z)), 1);
  }

  /** Gives the table a row for every example; new rows are as if they had been there always. */
  private void grow(long[] ids, long outputs) {
    long needed = Arrays.stream(ids).max().orElseThrow() + 1;
    long old = table == null ? 0 : table.size(0);
    if (needed <= old) {
      return;
    }
    long size = Math.max(needed, 2 * old);
    Tensor larger =
        Tensors.keep(torch.zeros(new long[] {size, outputs}, new TensorOptions(ScalarType.Double)));
    try (PointerScope scope = new PointerScope()) {
      larger.fill_(Scalars.of(clamped ? LEAST : 0));
      if (old > 0) {
        larger.narrow(0, 0, old).copy_(table);
        table.close();
      }
    }
    table = larger;
  }

  /**
   * Fills {@link #rows} with the distinct examples, and says where each of the ids stands there.
   */
  private Tensor places(long[] ids) {
    Map<Long, Integer> at = new HashMap<>();
    long[] places = new long[ids.length];
    rows = Arrays.stream(ids).distinct().toArray();
    for (int i = 0; i < rows.length; i++) {
      at.put(rows[i], i);
    }
    Arrays.setAll(places, i -> at.get(ids[i]));
    return index(places);
  }

  private static Tensor index(long[] values) {
    return torch.tensor(values).to(ScalarType.Long);
  }

  private static Tensor clamp(Tensor values) {
    return values.clamp_(
        new ScalarOptional(Scalars.of(LEAST)), new ScalarOptional(Scalars.of(LARGEST)));
  }

  private void replace(Tensor sums) {
    if (found != null) {
      found.close();
    }
    found = Tensors.keep(sums);
  }

  @Override
  public void commit() {
    try (PointerScope scope = new PointerScope()) {
      if (!clamped) {
        clamp(table);
        clamped = true;
      }
      table.index_copy_(0, index(rows), found);
    }
  }

  @Override
  public void save(State state) {
    state.put("clamped", clamped ? 1L : 0L);
    if (table != null) {
      state.put("table", table);
    }
  }

  @Override
  public void load(State state) {
    clamped = state.whole("clamped") == 1;
    table = state.hasTensor("table") ? Tensors.keep(state.tensor("table").clone()) : null;
  }
}
