package org.gradus.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** States on disk: one safetensors file, its numbers and texts in the metadata. */
public final class Checkpoint {
  private Checkpoint() {}

  /** Writes a state, whole or not at all. */
  public static void write(Path file, State state) throws IOException {
    Safetensors.write(file, state.tensors(), state.values());
  }

  /** Writes the state of an object, whole or not at all. */
  public static void write(Path file, Stateful object) throws IOException {
    State state = new State();
    object.save(state);
    write(file, state);
  }

  /**
   * Reads a state.
   *
   * @throws IOException naming the file and what is wrong with it
   */
  public static State read(Path file) throws IOException {
    Safetensors.Content content = Safetensors.read(file);
    State state = new State();
    for (Map.Entry<String, String> entry : content.metadata().entrySet()) {
      state.put(entry.getKey(), entry.getValue());
    }
    content.tensors().forEach((name, tensor) -> state.tensors().put(name, tensor));
    return state;
  }
}
