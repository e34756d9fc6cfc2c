package org.gradus.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.vector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = ScalarType.class,
      names = {"Float", "Double", "Half", "BFloat16", "Long", "Int", "Byte", "Bool"})
  void everyTypeComesBack(ScalarType type) throws IOException {
    Tensor tensor = normal(1, ScalarType.Double, 3, 4).abs().mul(Scalars.of(40.0)).to(type);
    Path file = folder.resolve("t.safetensors");
    Safetensors.write(file, Map.of("t", tensor), Map.of());
    assertThat(sameBits(Safetensors.read(file).tensors().get("t"), tensor)).isTrue();
  }

  @Test
  void scalarsEmptyAndTransposedTensorsComeBack() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("scalar", vector(7).sum());
    tensors.put("empty", torch.zeros(0, 3));
    tensors.put("transposed", normal(1, ScalarType.Float, 3, 4).t());
    Path file = folder.resolve("t.safetensors");
    Safetensors.write(file, tensors, Map.of("k", "v"));
    Safetensors.Content content = Safetensors.read(file);
    assertThat(content.metadata()).containsExactly(Map.entry("k", "v"));
    assertThat(content.tensors()).containsOnlyKeys("scalar", "empty", "transposed");
    tensors.forEach(
        (name, tensor) ->
            assertThat(sameBits(content.tensors().get(name), tensor)).as(name).isTrue());
  }

  @Test
  void fileFollowsTheFormat() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", vector(1.5, -2));
    tensors.put("b", torch.ones(new long[] {2, 1}));
    Path file = folder.resolve("t.safetensors");
    Safetensors.write(file, tensors, Map.of("note", "x"));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.toIntExact(bytes.getLong());
    assertThat(length % 8).isZero();
    byte[] text = new byte[length];
    bytes.get(text);
    assertThat(text[0]).isEqualTo((byte) '{');
    JsonNode header = new ObjectMapper().readTree(text);
    assertThat(header.path("__metadata__").path("note").asText()).isEqualTo("x");
    assertThat(header.path("a").toString())
        .isEqualTo("{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}");
    assertThat(header.path("b").toString())
        .isEqualTo("{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[16,24]}");
    assertThat(bytes.remaining()).isEqualTo(24);
    assertThat(bytes.getDouble()).isEqualTo(1.5);
    assertThat(bytes.getDouble()).isEqualTo(-2);
    assertThat(bytes.getFloat()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2]",
        "{\"a\": 3",
        "{\"a\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[-1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[\"x\"],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,0]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775807],"
            + "\"data_offsets\":[0,9223372036854775807]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
      })
  void corruptHeadersAreRefusedByName(String header) throws IOException {
    byte[] text = header.getBytes(UTF_8);
    Path file = folder.resolve("bad.safetensors");
    Files.write(
        file,
        ByteBuffer.allocate(8 + text.length + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text)
            .array());
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bad.safetensors");
  }

  @Test
  void whatTheFormatCannotHoldIsRefused() {
    Path file = folder.resolve("t.safetensors");
    Tensor complex = vector(1).to(ScalarType.ComplexDouble);
    assertThatThrownBy(() -> Safetensors.write(file, Map.of("z", complex), Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'z'");
    assertThatThrownBy(() -> Safetensors.write(file, Map.of("__metadata__", vector(1)), Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("__metadata__");
    assertThat(file).doesNotExist();
  }
}
