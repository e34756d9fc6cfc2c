package org.gradus.lab.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the text of a {@link ModelSpec}. */
final class ModelSpecParser {
  private static final Pattern RESNET = Pattern.compile("resnet-?(\\d{1,4})");
  private static final Pattern GPT_SIZES =
      Pattern.compile("(\\d{1,6})x(\\d{1,6})((?:,(?:heads|context)=\\d{1,6})*)");
  private static final Pattern SETTING = Pattern.compile("(heads|context)=(\\d+)");
  private static final Pattern FILE = Pattern.compile("(.+?)(?:,context=(\\d{1,6}))?");
  private static final List<Integer> DEFAULT_MLP = List.of(128);
  private static final ModelSpec.Gpt DEFAULT_GPT = ModelSpec.Gpt.of(2, 64);

  private final String text;
  private final String kind;
  private final String sizes;

  ModelSpecParser(String text) {
    this.text = text;
    int colon = text.indexOf(':');
    kind = (colon < 0 ? text : text.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
    sizes = colon < 0 ? "" : text.substring(colon + 1).strip();
  }

  ModelSpec parse() {
    Matcher resnet = RESNET.matcher(kind);
    if (resnet.matches() && sizes.isEmpty()) {
      return new ModelSpec.ResNet(Integer.parseInt(resnet.group(1)));
    }
    return switch (kind) {
      case "linear" -> linear();
      case "mlp" -> new ModelSpec.Mlp(sizes.isEmpty() ? DEFAULT_MLP : numbers());
      case "cnn" -> sizes.isEmpty() ? ModelSpec.Cnn.open() : cnn();
      case "gpt" -> sizes.isEmpty() ? DEFAULT_GPT : gpt();
      case "torchscript" -> torchScript();
      default -> throw invalid("no such model");
    };
  }

  private ModelSpec linear() {
    if (!sizes.isEmpty()) {
      throw invalid("linear has no sizes");
    }
    return new ModelSpec.Linear();
  }

  private ModelSpec cnn() {
    List<Integer> widths = numbers();
    if (widths.size() != 3) {
      throw invalid("a cnn has three sizes");
    }
    return new ModelSpec.Cnn(widths.get(0), widths.get(1), widths.get(2));
  }

  private ModelSpec gpt() {
    Matcher matcher = GPT_SIZES.matcher(sizes);
    if (!matcher.matches()) {
      throw invalid("a gpt has layers x width");
    }
    ModelSpec.Gpt plain =
        ModelSpec.Gpt.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    int heads = plain.heads();
    int context = plain.context();
    Matcher setting = SETTING.matcher(matcher.group(3));
    while (setting.find()) {
      int value = Integer.parseInt(setting.group(2));
      if (setting.group(1).equals("heads")) {
        heads = value;
      } else {
        context = value;
      }
    }
    return new ModelSpec.Gpt(plain.layers(), plain.width(), heads, context);
  }

  private ModelSpec torchScript() {
    Matcher matcher = FILE.matcher(sizes);
    if (!matcher.matches()) {
      throw invalid("a torchscript model has a file");
    }
    int context =
        matcher.group(2) == null ? ModelSpec.DEFAULT_CONTEXT : Integer.parseInt(matcher.group(2));
    return new ModelSpec.TorchScript(Path.of(matcher.group(1)), context);
  }

  private List<Integer> numbers() {
    try {
      return Stream.of(sizes.split(",", -1)).map(String::strip).map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      throw invalid("sizes are whole numbers with commas between");
    }
  }

  private IllegalArgumentException invalid(String why) {
    return new IllegalArgumentException(
        ("model is '%s': %s; models are linear, mlp, mlp:512,512, cnn, cnn:16,32,128, resnet8,"
                + " resnet20, gpt, gpt:4x128, torchscript:FILE")
            .formatted(text, why));
  }
}
