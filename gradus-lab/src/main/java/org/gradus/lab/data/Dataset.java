package org.gradus.lab.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Examples ready for a model: what {@link Preprocessing#apply} makes of {@link RawData}.
 *
 * <p>Inputs are row-major over (example, {@linkplain #inputShape() shape of one example}). Targets
 * are classes, or values in the standardised unit of the {@link TargetEncoding}. A text has
 * neither: it is one stream of {@linkplain #tokens() tokens}, whose windows are inputs and targets
 * at once.
 *
 * <p>Arrays are not copied, neither in nor out; nobody may change them.
 */
public final class Dataset {

  private final TaskKind kind;
  private final Source source;
  private final List<String> featureNames;
  private final List<String> classLabels;
  private final long[] inputShape;
  private final float[] inputs;
  private final int[] integers;
  private final float[] values;
  private final int rows;

  private Dataset(
      TaskKind kind,
      Source source,
      List<String> featureNames,
      List<String> classLabels,
      long[] inputShape,
      float[] inputs,
      int[] integers,
      float[] values) {
    this.kind = kind;
    this.source = source;
    this.featureNames = List.copyOf(featureNames);
    this.classLabels = List.copyOf(classLabels);
    this.inputShape = inputShape;
    this.inputs = inputs;
    this.integers = integers;
    this.values = values;
    this.rows = kind == TaskKind.REGRESSION ? values.length : integers.length;
    Parts.requireLength(
        "inputs", inputs.length, kind == TaskKind.LANGUAGE ? 0 : (long) rows * exampleSize());
  }

  /**
   * Makes the examples of a classification.
   *
   * @param source where they came from
   * @param featureNames one per input of an example, or empty where they have no names
   * @param inputShape the shape of one example
   * @param inputs all examples, row-major
   * @param classes the class index of each example
   * @param classLabels the classes in their order
   */
  public static Dataset classification(
      Source source,
      List<String> featureNames,
      long[] inputShape,
      float[] inputs,
      int[] classes,
      List<String> classLabels) {
    return new Dataset(
        TaskKind.CLASSIFICATION,
        source,
        featureNames,
        classLabels,
        inputShape,
        inputs,
        classes,
        new float[0]);
  }

  /**
   * Makes the examples of a regression.
   *
   * @param source where they came from
   * @param featureNames one per input of an example, or empty where they have no names
   * @param inputShape the shape of one example
   * @param inputs all examples, row-major
   * @param values the standardised target of each example
   */
  public static Dataset regression(
      Source source, List<String> featureNames, long[] inputShape, float[] inputs, float[] values) {
    return new Dataset(
        TaskKind.REGRESSION,
        source,
        featureNames,
        List.of(),
        inputShape,
        inputs,
        new int[0],
        values);
  }

  /**
   * Makes the stream of a language model.
   *
   * @param source where it came from
   * @param tokens indices into {@code vocabulary}
   * @param vocabulary the characters; also the class labels
   */
  public static Dataset language(Source source, int[] tokens, Vocabulary vocabulary) {
    List<String> labels =
        vocabulary.characters().codePoints().mapToObj(Character::toString).toList();
    return new Dataset(
        TaskKind.LANGUAGE,
        source,
        List.of(),
        labels,
        new long[0],
        new float[0],
        tokens,
        new float[0]);
  }

  /** Returns the name of the {@linkplain #source() source}. */
  public String name() {
    return source.name();
  }

  /** Returns the kind of task. */
  public TaskKind kind() {
    return kind;
  }

  /** Returns where the examples came from. */
  public Source source() {
    return source;
  }

  /** Returns how many examples (tokens of a text) there are. */
  public int rows() {
    return rows;
  }

  /** Returns the shape of one example, such as {64} or {3, 32, 32}; empty for a text. */
  public long[] inputShape() {
    return inputShape.clone();
  }

  /** Returns how many numbers one example has: the product of its shape. */
  public int exampleSize() {
    long size = 1;
    for (long length : inputShape) {
      size *= length;
    }
    return Math.toIntExact(size);
  }

  /** Returns all inputs, rows × {@link #exampleSize()}; empty for a text. */
  public float[] inputs() {
    return inputs;
  }

  /** Returns the names of the inputs of a table; empty where they have none. */
  public List<String> featureNames() {
    return featureNames;
  }

  /** Returns the labels of the classes, the characters of a text; empty for a regression. */
  public List<String> classLabels() {
    return classLabels;
  }

  /**
   * Returns the class index of each example.
   *
   * @throws IllegalStateException if this is not a classification
   */
  public int[] classes() {
    require(TaskKind.CLASSIFICATION, "classes");
    return integers;
  }

  /**
   * Returns the standardised target of each example.
   *
   * @throws IllegalStateException if this is not a regression
   */
  public float[] values() {
    require(TaskKind.REGRESSION, "values");
    return values;
  }

  /**
   * Returns the token stream.
   *
   * @throws IllegalStateException if this is not a text
   */
  public int[] tokens() {
    require(TaskKind.LANGUAGE, "tokens");
    return integers;
  }

  /**
   * Returns some of the examples, copied, in the order asked for.
   *
   * @param selected rows from 0 to {@link #rows()} − 1; of a text, the positions of its tokens
   */
  public Dataset subset(int[] selected) {
    return new Dataset(
        kind,
        source,
        featureNames,
        classLabels,
        inputShape,
        kind == TaskKind.LANGUAGE ? inputs : inputsOf(selected),
        kind == TaskKind.REGRESSION
            ? integers
            : IntStream.of(selected).map(row -> integers[row]).toArray(),
        kind == TaskKind.REGRESSION ? valuesOf(selected) : values);
  }

  private float[] inputsOf(int[] selected) {
    int size = exampleSize();
    float[] chosen = new float[Math.multiplyExact(selected.length, size)];
    for (int i = 0; i < selected.length; i++) {
      System.arraycopy(inputs, selected[i] * size, chosen, i * size, size);
    }
    return chosen;
  }

  private float[] valuesOf(int[] selected) {
    float[] chosen = new float[selected.length];
    for (int i = 0; i < selected.length; i++) {
      chosen[i] = values[selected[i]];
    }
    return chosen;
  }

  private void require(TaskKind needed, String what) {
    if (kind != needed) {
      throw new IllegalStateException(name() + " has no " + what + ": it is " + kind);
    }
  }
}
