package org.gradus.lab.data;

import java.util.List;

/**
 * Characters to tokens and back.
 *
 * @param vocabulary the characters of the training text
 */
public record TextPreprocessing(Vocabulary vocabulary) implements Preprocessing {

  @Override
  public TaskKind task() {
    return TaskKind.LANGUAGE;
  }

  @Override
  public long[] shape() {
    return new long[0];
  }

  /**
   * {@inheritDoc}
   *
   * <p>Characters that the vocabulary lacks are left out, and counted in the notes.
   */
  @Override
  public Dataset apply(RawData data) {
    if (!(data instanceof TextData text)) {
      throw Preprocessing.mismatch(data, "a text");
    }
    if (text.vocabulary().equals(vocabulary)) {
      return Dataset.language(text.source(), text.tokens(), vocabulary);
    }
    int[] tokens = vocabulary.encode(text.vocabulary().decode(text.tokens()));
    int unknown = text.tokens().length - tokens.length;
    if (tokens.length == 0) {
      throw new DataException(
          text.source().name() + " has no character that the model knows; give another text");
    }
    return Dataset.language(
        unknown == 0
            ? text.source()
            : text.source()
                .withNotes(
                    List.of("left out %d characters the model does not know".formatted(unknown))),
        tokens,
        vocabulary);
  }
}
