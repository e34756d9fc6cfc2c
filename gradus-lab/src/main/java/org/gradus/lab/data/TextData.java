package org.gradus.lab.data;

/**
 * One text as a stream of characters.
 *
 * <p>The token array is not copied, neither in nor out; nobody may change it.
 */
public final class TextData implements RawData {

  private final int[] tokens;
  private final Vocabulary vocabulary;
  private final Source source;

  /**
   * Makes a text.
   *
   * @param tokens for each character its index in the vocabulary
   * @param vocabulary the distinct characters
   * @param source where the text came from
   */
  public TextData(int[] tokens, Vocabulary vocabulary, Source source) {
    this.tokens = tokens;
    this.vocabulary = vocabulary;
    this.source = source;
  }

  /** Returns for each character its index in the vocabulary. */
  public int[] tokens() {
    return tokens;
  }

  /** Returns the distinct characters. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public Targets targets() {
    return new Targets.NextToken(tokens.length);
  }

  @Override
  public int testStart() {
    return tokens.length;
  }

  @Override
  public Source source() {
    return source;
  }
}
