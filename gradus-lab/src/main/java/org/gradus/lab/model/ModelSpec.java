package org.gradus.lab.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gradus.core.Check;

/**
 * Which model, and how large.
 *
 * <table>
 *   <caption>What {@link #parse} takes</caption>
 *   <tr><th>text</th><th>model</th></tr>
 *   <tr><td>{@code linear}</td><td>linear, logistic or softmax regression</td></tr>
 *   <tr><td>{@code mlp}, {@code mlp:512,512}</td><td>hidden layers with ReLU; 128 by default</td></tr>
 *   <tr><td>{@code cnn}, {@code cnn:16,32,128}</td><td>two convolutions and a hidden layer; by
 *       default 16, 32, 128, and 8, 16, 32 for images below 16 × 16</td></tr>
 *   <tr><td>{@code resnet8}, {@code resnet20}</td><td>residual network of 6 n + 2 layers</td></tr>
 *   <tr><td>{@code gpt}, {@code gpt:4x128}, {@code gpt:4x128,heads=4,context=64}</td><td>layers ×
 *       width; by default 2x64, heads of width 32, context 64</td></tr>
 *   <tr><td>{@code torchscript:model.pt}, {@code torchscript:model.pt,context=64}</td><td>the user's
 *       own; the context is for texts</td></tr>
 * </table>
 *
 * <p>{@link #text()} is the inverse, sizes spelled out; JSON holds that text.
 */
public sealed interface ModelSpec {
  /** The number of tokens a language model sees, where nothing else is said. */
  int DEFAULT_CONTEXT = 64;

  /** The text that {@link #parse} makes this of, sizes spelled out. */
  @JsonValue
  String text();

  /**
   * Reads a text as the table above says.
   *
   * @throws IllegalArgumentException naming the text and what is allowed
   */
  @JsonCreator
  static ModelSpec parse(String text) {
    return new ModelSpecParser(text).parse();
  }

  /** A model of the user's, trained in place. */
  static ModelSpec torchscript(Path file) {
    return new TorchScript(file, DEFAULT_CONTEXT);
  }

  /** The number of tokens this model sees of a text; {@link #DEFAULT_CONTEXT} unless it says. */
  default int context() {
    return DEFAULT_CONTEXT;
  }

  /** This model with sizes left open decided for inputs of a shape. */
  default ModelSpec sizedFor(long[] inputShape) {
    return this;
  }

  /** Linear regression, logistic or softmax regression: one linear layer. */
  record Linear() implements ModelSpec {
    @Override
    public String text() {
      return "linear";
    }
  }

  /**
   * A multi-layer perceptron with ReLU.
   *
   * @param hidden widths of the hidden layers, at least one, each at least 1
   */
  record Mlp(List<Integer> hidden) implements ModelSpec {
    /** Checks the widths. */
    public Mlp {
      hidden = List.copyOf(hidden);
      if (hidden.isEmpty()) {
        throw new IllegalArgumentException(
            "an mlp needs at least one hidden width, such as mlp:128 (or use linear)");
      }
      hidden.forEach(width -> Check.atLeast("mlp width", width, 1));
    }

    @Override
    public String text() {
      return hidden.stream().map(String::valueOf).collect(Collectors.joining(",", "mlp:", ""));
    }
  }

  /**
   * A small convolutional network; sizes of 0 are open, to be decided by the image size.
   *
   * @param first channels of the first convolution
   * @param second channels of the second convolution
   * @param hidden width of the hidden layer
   */
  record Cnn(int first, int second, int hidden) implements ModelSpec {
    private static final int SMALL_IMAGE = 16;
    private static final Cnn SMALL = new Cnn(8, 16, 32);
    private static final Cnn USUAL = new Cnn(16, 32, 128);

    /** Checks the sizes: all given or all open. */
    public Cnn {
      if (first != 0 || second != 0 || hidden != 0) {
        Check.atLeast("cnn first channels", first, 1);
        Check.atLeast("cnn second channels", second, 1);
        Check.atLeast("cnn hidden width", hidden, 1);
      }
    }

    /** With the sizes that suit the images. */
    public static Cnn open() {
      return new Cnn(0, 0, 0);
    }

    @Override
    public Cnn sizedFor(long[] inputShape) {
      if (first > 0) {
        return this;
      }
      boolean small = Math.min(inputShape[1], inputShape[2]) < SMALL_IMAGE;
      return small ? SMALL : USUAL;
    }

    @Override
    public String text() {
      return first == 0 ? "cnn" : "cnn:%d,%d,%d".formatted(first, second, hidden);
    }
  }

  /**
   * A residual network for small images.
   *
   * @param depth 6 n + 2 layers: 8, 14, 20, 26, 32, …
   */
  record ResNet(int depth) implements ModelSpec {
    /** Checks the depth. */
    public ResNet {
      if (depth < 8 || (depth - 2) % 6 != 0) {
        throw Check.invalid("resnet depth", depth, "6 n + 2: 8, 14, 20, 26, 32, ...");
      }
    }

    @Override
    public String text() {
      return "resnet" + depth;
    }
  }

  /**
   * A decoder-only transformer.
   *
   * @param layers number of blocks, at least 1
   * @param width of the residual stream, a multiple of {@code heads}
   * @param heads attention heads, at least 1
   * @param context the most tokens it sees, at least 1
   */
  record Gpt(int layers, int width, int heads, int context) implements ModelSpec {
    private static final int HEAD_WIDTH = 32;

    /** Checks the sizes. */
    public Gpt {
      Check.atLeast("gpt layers", layers, 1);
      Check.atLeast("gpt heads", heads, 1);
      Check.atLeast("gpt context", context, 1);
      if (width < 1 || width % heads != 0) {
        throw Check.invalid("gpt width", width, "a positive multiple of its " + heads + " heads");
      }
    }

    /** Heads of width 32 where that divides the width, else one head; the default context. */
    public static Gpt of(int layers, int width) {
      int heads = width % HEAD_WIDTH == 0 ? Math.max(1, width / HEAD_WIDTH) : 1;
      return new Gpt(layers, width, heads, DEFAULT_CONTEXT);
    }

    @Override
    public String text() {
      return "gpt:%dx%d,heads=%d,context=%d".formatted(layers, width, heads, context);
    }
  }

  /**
   * The user's own model, saved by {@code torch.jit.script} or {@code torch.jit.trace}.
   *
   * @param file the saved model
   * @param context how many tokens to give it of a text, at least 1
   */
  record TorchScript(Path file, int context) implements ModelSpec {
    /** Checks the context. */
    public TorchScript {
      Objects.requireNonNull(file, "file");
      Check.atLeast("torchscript context", context, 1);
    }

    @Override
    public String text() {
      String path = "torchscript:" + file;
      return context == DEFAULT_CONTEXT ? path : path + ",context=" + context;
    }
  }
}
