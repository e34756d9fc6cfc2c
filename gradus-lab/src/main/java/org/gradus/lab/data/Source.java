package org.gradus.lab.data;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a data set came from, for provenance and for the user to read.
 *
 * @param name the path as given, or the name of a {@linkplain NamedData named} set
 * @param sha256 SHA-256 of the bytes read, as 64 hexadecimal digits; of several files, that of
 *     their digests in the order read
 * @param rowsRead examples (characters of a text) found
 * @param rowsDropped of these, how many could not be used
 * @param notes what was decided while reading, one sentence each
 */
public record Source(
    String name, String sha256, int rowsRead, int rowsDropped, List<String> notes) {

  /** Copies the notes and checks the counts. */
  public Source {
    notes = List.copyOf(notes);
    if (rowsDropped < 0 || rowsDropped > rowsRead) {
      throw new IllegalArgumentException(
          "rowsDropped is " + rowsDropped + ", must be from 0 to rowsRead = " + rowsRead);
    }
  }

  /** Returns this source under another name. */
  public Source named(String other) {
    return new Source(other, sha256, rowsRead, rowsDropped, notes);
  }

  /** Returns this source with more notes at the end. */
  public Source withNotes(List<String> more) {
    return new Source(
        name, sha256, rowsRead, rowsDropped, Stream.concat(notes.stream(), more.stream()).toList());
  }
}
