package org.gradus.sharpness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.NamedTensor;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Stateful;
import org.gradus.core.Tensors;

/**
 * The moving average of a model's buffers, started when they are first seen; those that are no real
 * numbers (batch norm's count) are copied.
 */
final class BufferAverage implements Stateful {
  private final double decay;
  private final List<NamedTensor> buffers = new ArrayList<>();
  private final List<Tensor> averages = new ArrayList<>();
  private State loaded;

  BufferAverage(double decay) {
    this.decay = decay;
  }

  /** Starts at a model's buffers, or where the loaded state left off. */
  void follow(List<NamedTensor> seen) {
    if (!buffers.isEmpty()) {
      return;
    }
    try (NoGradGuard guard = new NoGradGuard()) {
      for (NamedTensor buffer : seen) {
        buffers.add(buffer);
        Tensor average = Tensors.keep(buffer.tensor().clone());
        averages.add(average);
        if (loaded != null && loaded.hasTensor(buffer.name())) {
          loaded.copyInto(buffer.name(), average);
        }
      }
    }
  }

  void update() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < buffers.size(); i++) {
        Tensor now = buffers.get(i).tensor();
        if (now.is_floating_point()) {
          averages.get(i).lerp_(now, Scalars.of(1 - decay));
        } else {
          averages.get(i).copy_(now);
        }
      }
    }
  }

  void restart() {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < buffers.size(); i++) {
        averages.get(i).copy_(buffers.get(i).tensor());
      }
    }
  }

  /** Runs something with the averages in place of the buffers. */
  <T> T swapped(Supplier<T> work) {
    List<Tensor> present = buffers.stream().map(b -> b.tensor().clone()).toList();
    try {
      write(averages);
      return work.get();
    } finally {
      write(present);
    }
  }

  private void write(List<Tensor> values) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < values.size(); i++) {
        buffers.get(i).tensor().copy_(values.get(i));
      }
    }
  }

  @Override
  public void save(State state) {
    for (int i = 0; i < buffers.size(); i++) {
      state.put(buffers.get(i).name(), averages.get(i));
    }
  }

  @Override
  public void load(State state) {
    loaded = state;
    for (int i = 0; i < buffers.size(); i++) {
      state.copyInto(buffers.get(i).name(), averages.get(i));
    }
  }
}
