package org.gradus.lab.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSpecTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linear | linear",
        "MLP | mlp:128",
        "mlp:512,512 | mlp:512,512",
        "cnn | cnn",
        "cnn:4,8,16 | cnn:4,8,16",
        "resnet8 | resnet8",
        "resnet-20 | resnet20",
        "gpt | gpt:2x64,heads=2,context=64",
        "gpt:4x128 | gpt:4x128,heads=4,context=64",
        "gpt:4x128,context=32,heads=8 | gpt:4x128,heads=8,context=32",
        "torchscript:a/b.pt | torchscript:a/b.pt",
        "torchscript:b.pt,context=9 | torchscript:b.pt,context=9",
      })
  void textsAreReadAndSpeltOut(String text, String spelt) throws Exception {
    ModelSpec spec = ModelSpec.parse(text);
    assertThat(spec.text()).isEqualTo(spelt);
    assertThat(ModelSpec.parse(spelt)).isEqualTo(spec);
    ObjectMapper json = new ObjectMapper();
    String written = json.writeValueAsString(spec);
    assertThat(written).isEqualTo('"' + spelt + '"');
    assertThat(json.readValue(written, ModelSpec.class)).isEqualTo(spec);
  }

  @Test
  void sizesOfTheCnnFollowTheImages() {
    ModelSpec open = ModelSpec.parse("cnn");
    assertThat(open.sizedFor(new long[] {1, 28, 28})).isEqualTo(new ModelSpec.Cnn(16, 32, 128));
    assertThat(open.sizedFor(new long[] {1, 8, 8})).isEqualTo(new ModelSpec.Cnn(8, 16, 32));
    ModelSpec given = new ModelSpec.Cnn(1, 2, 3);
    assertThat(given.sizedFor(new long[] {1, 8, 8})).isEqualTo(given);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transformer",
        "mlp:a",
        "mlp:0",
        "mlp:12,",
        "linear:3",
        "cnn:1,2",
        "resnet9",
        "gpt:4",
        "gpt:2x30,heads=4",
        "torchscript",
        ""
      })
  void otherTextsAreRefusedInOneLine(String text) {
    assertThatThrownBy(() -> ModelSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void torchScriptSeesTheDefaultContext() {
    assertThat(ModelSpec.torchscript(Path.of("m.pt")).context()).isEqualTo(64);
  }
}
