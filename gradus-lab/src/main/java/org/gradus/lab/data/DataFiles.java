package org.gradus.lab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Opens a user's file or folder, whatever it is: decides by content, then by name, and says in the
 * notes what it decided.
 *
 * <ul>
 *   <li>a folder: IDX files, CIFAR-10 binary files ({@code .bin}), or a sub-folder of images per
 *       class
 *   <li>a file that begins as Parquet or IDX does
 *   <li>{@code .bin}: CIFAR-10 binary
 *   <li>text whose first line is {@code target index:value …}: LIBSVM
 *   <li>{@code .txt} and {@code .md}, or a {@link TaskKind#LANGUAGE} asked for: text
 *   <li>other text: a table
 * </ul>
 */
public final class DataFiles {

  private static final Set<String> TEXT_EXTENSIONS = Set.of("txt", "md");
  private static final int SNIFFED = 4096;
  private static final String KINDS =
      "CSV, TSV, Parquet, LIBSVM, IDX, CIFAR-10 binary, text, or a folder of images";

  private DataFiles() {}

  /**
   * Opens labelled data, to train or to evaluate on.
   *
   * @param path a file or folder
   * @param options what is known about it
   * @throws DataException if it cannot be read; the message names the file and the remedy
   */
  public static RawData open(Path path, Options options) {
    RawData data = Files.isDirectory(path) ? openFolder(path) : openFile(path, options);
    TaskKind kind = options.kind().orElse(data.kind());
    if (kind != data.kind()) {
      throw new DataException(
          "%s makes a %s task, not the %s asked for; leave the kind out"
              .formatted(path, data.kind(), kind));
    }
    return data;
  }

  /**
   * Opens a file that may lack its target, to predict on.
   *
   * @param path a table, a LIBSVM file, an image, a folder of images or an IDX file of images, as
   *     {@code preprocessing} was fitted to
   * @param options the delimiter and header of a table where they are known
   * @param preprocessing of the trained model
   * @throws DataException if it cannot be read, or does not fit {@code preprocessing}
   */
  public static Inputs inputs(Path path, Options options, Preprocessing preprocessing) {
    if (preprocessing instanceof TablePreprocessing tables) {
      return tables.inputs(openTable(path, options));
    }
    if (preprocessing instanceof VectorPreprocessing vectors) {
      return vectors.inputs(LibsvmReader.read(path, options));
    }
    if (preprocessing instanceof ImagePreprocessing images) {
      return images.inputs(UnlabelledImages.read(path));
    }
    throw new DataException(path + ": a language model continues a text; give it a prompt");
  }

  private static Table openTable(Path path, Options options) {
    InputFile file = InputFile.read(path);
    return ParquetTableReader.isParquet(file.bytes()) || file.plainName().endsWith(".parquet")
        ? ParquetTableReader.read(file, path)
        : TableReader.read(file, options);
  }

  private static RawData openFile(Path path, Options options) {
    InputFile file = InputFile.read(path);
    String name = file.plainName();
    String extension = name.substring(name.lastIndexOf('.') + 1);
    if (ParquetTableReader.isParquet(file.bytes()) || extension.equals("parquet")) {
      return TableData.of(ParquetTableReader.read(file, path), options);
    }
    if (IdxReader.isIdx(file.bytes()) || IdxReader.isIdxName(name)) {
      return IdxReader.read(path);
    }
    if (extension.equals("bin")) {
      return CifarReader.read(path);
    }
    requireText(file, path);
    return openText(file, extension, options);
  }

  private static RawData openText(InputFile file, String extension, Options options) {
    boolean language = options.kind().filter(kind -> kind == TaskKind.LANGUAGE).isPresent();
    if (!language && LibsvmReader.isLibsvm(file.text())) {
      return LibsvmReader.read(file, options);
    }
    boolean table = options.target().isPresent() || options.kind().isPresent();
    return language || (TEXT_EXTENSIONS.contains(extension) && !table)
        ? TextReader.read(file)
        : TableData.of(TableReader.read(file, options), options);
  }

  private static void requireText(InputFile file, Path path) {
    if (ImageFiles.isImage(path)) {
      throw new DataException(path + " is one image; give a folder with a sub-folder per class");
    }
    byte[] bytes = file.bytes();
    int length = Math.min(bytes.length, SNIFFED);
    for (int i = 0; i < length; i++) {
      if (bytes[i] == 0) {
        throw new DataException(path + " is binary, of no known kind; give " + KINDS);
      }
    }
  }

  private static RawData openFolder(Path folder) {
    List<Path> files = ImageFiles.list(folder).stream().filter(Files::isRegularFile).toList();
    List<Path> idx =
        files.stream().filter(file -> plainName(file).contains("images-idx3")).toList();
    if (!idx.isEmpty()) {
      return withTest(folder, idx, DataFiles::onlyIdx);
    }
    List<Path> cifar = files.stream().filter(file -> plainName(file).endsWith(".bin")).toList();
    if (!cifar.isEmpty()) {
      return withTest(folder, cifar, CifarReader::read);
    }
    if (ImageFolderReader.hasFolders(folder)) {
      return ImageFolderReader.read(folder);
    }
    throw new DataException(
        folder + " has neither IDX nor .bin files nor sub-folders of images; give " + KINDS);
  }

  /** Reads the files of a folder; those named as test files make the set's own test part. */
  private static ImageData withTest(
      Path folder, List<Path> files, Function<List<Path>, ImageData> reader) {
    Map<Boolean, List<Path>> parts =
        files.stream().collect(Collectors.partitioningBy(DataFiles::isTest));
    List<Path> train = parts.get(false);
    List<Path> test = parts.get(true);
    ImageData all =
        train.isEmpty() || test.isEmpty()
            ? reader.apply(files)
            : ImageData.join(reader.apply(train), reader.apply(test));
    return all.withSource(all.source().named(folder.toString()));
  }

  private static ImageData onlyIdx(List<Path> files) {
    if (files.size() > 1) {
      throw new DataException(
          "%s and %s are both IDX images; give one of them by name"
              .formatted(files.get(0), files.get(1)));
    }
    return IdxReader.read(files.get(0));
  }

  private static boolean isTest(Path file) {
    return plainName(file).contains("test") || plainName(file).contains("t10k");
  }

  private static String plainName(Path file) {
    return InputFile.plainName(file.toString());
  }
}
