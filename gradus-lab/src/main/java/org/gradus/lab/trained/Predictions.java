package org.gradus.lab.trained;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.gradus.core.AtomicFiles;

/**
 * Predictions as a table of texts.
 *
 * @param header the columns
 * @param lines one a prediction, as long as the header
 * @param notices what the user should be told: unseen categories, missing columns, counted
 */
public record Predictions(List<String> header, List<List<String>> lines, List<String> notices) {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  /** Copies the lists. */
  public Predictions {
    header = List.copyOf(header);
    lines = List.copyOf(lines);
    notices = List.copyOf(notices);
  }

  /** Writes CSV to a file, whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFiles.write(
        file,
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          write(writer);
          writer.flush();
        });
  }

  /** Writes CSV. */
  public void write(Appendable out) throws IOException {
    CSVPrinter printer = new CSVPrinter(out, FORMAT);
    printer.printRecord(header);
    for (List<String> line : lines) {
      printer.printRecord(line);
    }
  }
}
