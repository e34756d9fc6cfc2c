package org.gradus.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir private Path folder;

  @Test
  void stateComesBackBitForBit() throws IOException {
    State state = new State();
    Tensor odd = vector(0.1, -0.0, Double.NaN, Double.MIN_VALUE, Double.NEGATIVE_INFINITY);
    state.put("odd", odd);
    state.child("inner").put("half", normal(1, ScalarType.BFloat16, 3, 5));
    state.child("inner").child("deep").put("rate", 0.1 + 0.2);
    state.put("seed", Long.MIN_VALUE);
    state.put("text", "Zeile\n\"ü\" 中");
    Path file = folder.resolve("state.safetensors");
    Checkpoint.write(file, state);
    State read = Checkpoint.read(file);
    assertThat(sameBits(read.tensor("odd"), odd)).isTrue();
    assertThat(sameBits(read.child("inner").tensor("half"), normal(1, ScalarType.BFloat16, 3, 5)))
        .isTrue();
    assertThat(read.number("inner.deep.rate")).isEqualTo(0.1 + 0.2);
    assertThat(read.whole("seed")).isEqualTo(Long.MIN_VALUE);
    assertThat(read.text("text")).isEqualTo("Zeile\n\"ü\" 中");
    assertThat(read.hasTensor("odd")).isTrue();
    assertThat(read.hasTensor("even")).isFalse();
  }

  @Test
  void stateIsACopy() {
    Tensor tensor = vector(1, 2);
    State state = new State();
    state.put("t", tensor);
    tensor.zero_();
    assertThat(sameBits(state.tensor("t"), vector(1, 2))).isTrue();
  }

  @Test
  void entriesThatAreMissingOrDoNotFitAreNamed() {
    State state = new State();
    state.child("optimizer").put("m", vector(1, 2));
    state.child("optimizer").put("steps", "seven");
    State child = state.child("optimizer");
    assertThatThrownBy(() -> child.tensor("v"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'optimizer.v'");
    assertThatThrownBy(() -> child.copyInto("m", vector(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'optimizer.m'", "Double [2]", "Double [3]");
    assertThatThrownBy(() -> child.copyInto("m", vector(1, 2).to(ScalarType.Float)))
        .hasMessageContaining("Float [2]");
    assertThatThrownBy(() -> child.whole("steps"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'optimizer.steps'", "seven", "whole number");
    assertThatThrownBy(() -> child.number("steps")).hasMessageContaining("seven");
  }

  @Test
  void cutFilesAreRefusedByName() throws IOException {
    State state = new State();
    state.put("m", vector(1, 2, 3));
    Path file = folder.resolve("state.safetensors");
    Checkpoint.write(file, state);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 5, 8, 20, whole.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Checkpoint.read(file))
          .as("cut to %d bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString());
    }
    assertThatThrownBy(() -> Checkpoint.read(folder.resolve("absent")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("absent");
    Files.write(file, "this is a text, not a state".getBytes(UTF_8));
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file.toString(), "no safetensors file");
  }
}
