package org.gradus.cli;

import java.nio.file.Path;
import org.gradus.lab.data.Header;
import org.gradus.lab.data.Options;
import org.gradus.lab.data.TaskKind;
import picocli.CommandLine.Option;

/** How a user's file is named and read; shared by the commands that take data. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = {
        "Your data: CSV/TSV (also .gz), Parquet, LIBSVM, IDX images, CIFAR binary,",
        "or a folder with a folder of images per class."
      })
  Path data;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "A plain text (UTF-8), for next-character prediction.")
  Path text;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column to predict, by name or 0-based index (default: the last).")
  String target;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "classification or regression (default: told by the target column).")
  TaskKind kind;

  @Option(
      names = "--header",
      paramLabel = "yes|no|auto",
      description = "Whether the first line names the columns (default: ${DEFAULT-VALUE}).",
      defaultValue = "auto")
  Header header;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description = "What separates cells (default: detected).")
  Character delimiter;

  /** The file named, or null. */
  Path file() {
    return data == null ? text : data;
  }

  /** What was said about how to read it. */
  Options reading() {
    Options options = Options.defaults().withHeader(header);
    options = target == null ? options : options.withTarget(target);
    options = delimiter == null ? options : options.withDelimiter(delimiter);
    if (text != null) {
      options = options.withKind(TaskKind.LANGUAGE);
    }
    return kind == null ? options : options.withKind(kind);
  }
}
