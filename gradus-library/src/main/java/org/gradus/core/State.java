package org.gradus.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Named tensors and numbers, nested by dotted names: what a checkpoint holds.
 *
 * <p>Entries are copies: a state stays as it was when the object it came from goes on.
 */
public final class State {
  private final Map<String, Tensor> tensors;
  private final Map<String, String> values;
  private final String prefix;

  /** An empty state. */
  public State() {
    this(new LinkedHashMap<>(), new LinkedHashMap<>(), "");
  }

  private State(Map<String, Tensor> tensors, Map<String, String> values, String prefix) {
    this.tensors = tensors;
    this.values = values;
    this.prefix = prefix;
  }

  /** The part of this state that belongs to a component; writes to it are writes to this. */
  public State child(String name) {
    return new State(tensors, values, prefix + name + ".");
  }

  /** Stores a copy of a tensor. */
  public void put(String name, Tensor tensor) {
    try (NoGradGuard guard = new NoGradGuard()) {
      tensors.put(prefix + name, Tensors.keep(tensor.detach().clone()));
    }
  }

  /** Stores a whole number. */
  public void put(String name, long value) {
    values.put(prefix + name, Long.toString(value));
  }

  /** Stores a number, exactly. */
  public void put(String name, double value) {
    values.put(prefix + name, Double.toString(value));
  }

  /** Stores a text. */
  public void put(String name, String value) {
    values.put(prefix + name, value);
  }

  /** Whether there is a tensor of that name. */
  public boolean hasTensor(String name) {
    return tensors.containsKey(prefix + name);
  }

  /** A stored tensor. */
  public Tensor tensor(String name) {
    return present(tensors.get(prefix + name), name);
  }

  /** A stored whole number. */
  public long whole(String name) {
    try {
      return Long.parseLong(text(name));
    } catch (NumberFormatException e) {
      throw notANumber(name, "a whole number", e);
    }
  }

  /** A stored number. */
  public double number(String name) {
    try {
      return Double.parseDouble(text(name));
    } catch (NumberFormatException e) {
      throw notANumber(name, "a number", e);
    }
  }

  /** A stored text. */
  public String text(String name) {
    return present(values.get(prefix + name), name);
  }

  /**
   * Copies a stored tensor into one of the same shape and type.
   *
   * @throws IllegalArgumentException naming both if they differ
   */
  public void copyInto(String name, Tensor target) {
    Tensor stored = tensor(name);
    if (!stored.is_same_size(target) || Tensors.type(stored) != Tensors.type(target)) {
      throw new IllegalArgumentException(
          "state '%s' is %s; here it must be %s"
              .formatted(prefix + name, Tensors.describe(stored), Tensors.describe(target)));
    }
    try (NoGradGuard guard = new NoGradGuard()) {
      target.copy_(stored);
    }
  }

  /** All tensors by full name; the map is live. */
  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** All values by full name; the map is live. */
  Map<String, String> values() {
    return values;
  }

  private IllegalArgumentException notANumber(String name, String kind, Exception cause) {
    return new IllegalArgumentException(
        "state '%s' is \"%s\"; it must be %s".formatted(prefix + name, text(name), kind), cause);
  }

  private <T> T present(T entry, String name) {
    if (entry == null) {
      throw new IllegalArgumentException(
          "the state has no entry '" + prefix + name + "': it was saved by another method");
    }
    return entry;
  }
}
