package org.gradus.sharpness;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.State;
import org.gradus.core.Stateful;
import org.gradus.core.Tensors;

/**
 * The outputs of each example in the last epochs: a ring of slots, epoch e in slot e modulo their
 * number, each entry stamped with the epoch it was written in.
 *
 * <p>Memory: slots · examples · (outputs of an example) entries of the outputs' type, taken at the
 * first record.
 */
final class PastOutputs implements Stateful {
  private static final int NEVER = -1;
  private static final double GIGA = 1e9;

  /**
   * What was recalled.
   *
   * @param rows the rows of the request that were found, ascending
   * @param outputs of shape [found, outputs of an example]; {@code null} if none was
   */
  record Recalled(long[] rows, Tensor outputs) {
    /** How many of the first rows of the request were found. */
    int among(long first) {
      int at = Arrays.binarySearch(rows, first);
      return at < 0 ? -at - 1 : at;
    }
  }

  private final long examples;
  private final int slots;
  private final int[][] stamps;
  private Tensor ring;

  PastOutputs(long examples, int slots) {
    this.examples = Check.atLeast("number of examples", examples, 1);
    this.slots = slots;
    stamps = new int[slots][Math.toIntExact(examples)];
    forget();
  }

  private void forget() {
    for (int[] slot : stamps) {
      Arrays.fill(slot, NEVER);
    }
  }

  private int slot(long epoch) {
    return (int) (epoch % slots);
  }

  /**
   * Records outputs; of an id that occurs twice the last counts.
   *
   * @param outputs of shape [ids, outputs of an example], without a graph
   * @return whether an id occurs twice
   */
  boolean put(long epoch, long[] ids, Tensor outputs) {
    requireIds(ids);
    require(outputs);
    int[] stamp = stamps[slot(epoch)];
    boolean again = false;
    for (long id : ids) {
      again |= stamp[(int) id] == epoch;
      stamp[(int) id] = (int) epoch;
    }
    try (NoGradGuard guard = new NoGradGuard()) {
      ring.select(0, slot(epoch)).index_copy_(0, index(ids), outputs);
      return again && keepLast(epoch, ids, outputs);
    }
  }

  /** Writes the last row of every repeated id, since one operation leaves their order open. */
  private boolean keepLast(long epoch, long[] ids, Tensor outputs) {
    boolean repeated = false;
    for (int i = 0; i < ids.length; i++) {
      for (int j = 0; j < i; j++) {
        if (ids[i] == ids[j]) {
          repeated = true;
          ring.select(0, slot(epoch)).select(0, ids[i]).copy_(outputs.select(0, i));
        }
      }
    }
    return repeated;
  }

  /** The outputs these examples had in an epoch, where there are any. */
  Recalled get(long epoch, long[] ids) {
    requireIds(ids);
    if (ring == null) {
      return new Recalled(new long[0], null);
    }
    int[] stamp = stamps[slot(epoch)];
    long[] rows =
        IntStream.range(0, ids.length)
            .filter(i -> stamp[(int) ids[i]] == epoch)
            .asLongStream()
            .toArray();
    long[] found =
        rows.length == ids.length ? ids : Arrays.stream(rows).map(i -> ids[(int) i]).toArray();
    return new Recalled(rows, ring.select(0, slot(epoch)).index_select(0, index(found)));
  }

  private Tensor index(long[] values) {
    Tensor index = Tensor.create(values);
    return ring.is_cpu() ? index : index.to(ring.device(), torch.ScalarType.Long);
  }

  private void requireIds(long[] ids) {
    for (long id : ids) {
      if (id < 0 || id >= examples) {
        throw Check.invalid("example id", id, "in [0, " + examples + ")");
      }
    }
  }

  /** Takes the memory, or checks that outputs are as they were. */
  private void require(Tensor outputs) {
    if (ring == null) {
      allocate(outputs);
    } else if (outputs.size(1) != ring.size(2) || Tensors.type(outputs) != Tensors.type(ring)) {
      throw Check.invalid(
          "outputs to record",
          Tensors.describe(outputs),
          "as before, %d of type %s an example".formatted(ring.size(2), Tensors.type(ring)));
    }
  }

  private void allocate(Tensor outputs) {
    double bytes = (double) slots * examples * outputs.size(1) * outputs.element_size();
    double limit = Pointer.totalPhysicalBytes() / 2.0;
    if (outputs.is_cpu() && bytes > limit) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d epochs of %d outputs for each of %d examples take %.1f GB, more than half of this"
                  + " machine's memory; MESA needs one copy of the weights instead",
              slots,
              outputs.size(1),
              examples,
              bytes / GIGA));
    }
    ring =
        Tensors.keep(torch.zeros(new long[] {slots, examples, outputs.size(1)}, outputs.options()));
  }

  @Override
  public void save(State state) {
    if (ring == null) {
      return;
    }
    state.put("ring", ring);
    for (int i = 0; i < slots; i++) {
      try (Tensor stamp = Tensor.create(stamps[i])) {
        state.put("stamps" + i, stamp);
      }
    }
  }

  @Override
  public void load(State state) {
    if (!state.hasTensor("ring")) {
      ring = null;
      forget();
      return;
    }
    Tensor stored = state.tensor("ring");
    if (stored.size(0) != slots || stored.size(1) != examples) {
      throw Check.invalid(
          "stored record",
          Tensors.describe(stored),
          "of %d epochs and %d examples".formatted(slots, examples));
    }
    ring = Tensors.keep(stored.clone());
    for (int i = 0; i < slots; i++) {
      new IntPointer(state.tensor("stamps" + i).data_ptr()).get(stamps[i]);
    }
  }
}
