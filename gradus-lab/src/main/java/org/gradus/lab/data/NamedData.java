package org.gradus.lab.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The data sets known by name.
 *
 * <p>{@code digits}, {@code breast-cancer} and {@code shakespeare} are embedded. The others are
 * files pinned by SHA-256, looked for in the folder that the environment variable {@code
 * GRADUS_DATA} (or the system property {@code gradus.data}) names, then in the user's cache folder,
 * else downloaded into the latter where a public place serves exactly these bytes.
 *
 * <table>
 *   <caption>Sets, their examples and what is predicted</caption>
 *   <tr><th>name</th><th>examples</th><th>targets</th></tr>
 *   <tr><td>digits</td><td>1797 grey images of 8 × 8</td><td>10 classes</td></tr>
 *   <tr><td>breast-cancer</td><td>569 rows of 30 numbers</td><td>2 classes</td></tr>
 *   <tr><td>shakespeare</td><td>1 115 394 characters, 65 distinct</td><td>the next one</td></tr>
 *   <tr><td>mnist</td><td>8000 + 2000 grey images of 28 × 28</td><td>10 classes</td></tr>
 *   <tr><td>fashion-mnist</td><td>60 000 + 10 000 grey images of 28 × 28</td><td>10 classes</td></tr>
 *   <tr><td>cifar10</td><td>10 000 + 2000 colour images of 32 × 32</td><td>10 classes</td></tr>
 *   <tr><td>a9a</td><td>16 281 rows of 123 binary features</td><td>2 classes</td></tr>
 *   <tr><td>mushrooms</td><td>8124 rows of 112 binary features</td><td>2 classes</td></tr>
 *   <tr><td>wine</td><td>178 rows of 13 numbers</td><td>3 classes</td></tr>
 *   <tr><td>diabetes</td><td>442 rows of 10 numbers</td><td>a number</td></tr>
 * </table>
 *
 * <p>{@code mnist} is the 10 000 test images of MNIST, divided; {@code cifar10} a tenth and a fifth
 * of CIFAR-10's parts, re-decoded from JPEG.
 */
public final class NamedData {

  private static final int MNIST_TRAIN = 8000;
  private static final int DIGITS_SIDE = 8;
  private static final int A9A_FEATURES = 123;
  private static final int MUSHROOMS_FEATURES = 112;
  private static final List<String> FASHION =
      List.of(
          "T-shirt/top",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");
  private static final List<String> DIABETES =
      List.of("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6", "progression");

  private static final Map<String, Entry> ENTRIES = entries();

  /**
   * A data set and how it is made of its files.
   *
   * @param files outside this library; empty if it is embedded
   * @param reader makes it of the files' contents
   */
  private record Entry(List<PinnedFile> files, Function<List<InputFile>, RawData> reader) {}

  private final DataStore store;

  NamedData(DataStore store) {
    this.store = store;
  }

  /** Returns the data sets as this process finds them. */
  public static NamedData standard() {
    return new NamedData(DataStore.standard());
  }

  /** Returns the names of all data sets, the embedded ones first. */
  public static List<String> names() {
    return List.copyOf(ENTRIES.keySet());
  }

  /**
   * Returns whether all files of a set are embedded or on this machine, without reading them.
   *
   * @throws DataException if there is no such set
   */
  public boolean isPresent(String name) {
    return entry(name).files().stream().allMatch(store::has);
  }

  /**
   * Opens a data set.
   *
   * @throws DataException if there is no such set, or a file of it cannot be found or downloaded
   */
  public RawData open(String name) {
    Entry entry = entry(name);
    List<InputFile> files = new ArrayList<>();
    entry.files().forEach(file -> files.add(store.get(file, name)));
    return entry.reader().apply(files);
  }

  private static Entry entry(String name) {
    return Optional.ofNullable(ENTRIES.get(name))
        .orElseThrow(
            () ->
                new DataException(
                    "there is no data set '%s'; the known ones are %s"
                        .formatted(name, String.join(", ", names()))));
  }

  private static Map<String, Entry> entries() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    entries.put("digits", embedded("digits", "digits.csv.gz", NamedData::digits));
    entries.put("breast-cancer", embedded("breast-cancer", "breast_cancer.csv", NamedData::table));
    entries.put("shakespeare", embedded("shakespeare", "tinyshakespeare.txt.gz", TextReader::read));
    entries.put("mnist", new Entry(PinnedFiles.mnist(), NamedData::mnist));
    entries.put("fashion-mnist", new Entry(PinnedFiles.fashionMnist(), NamedData::fashion));
    entries.put("cifar10", new Entry(PinnedFiles.cifar10(), NamedData::cifar));
    entries.put("a9a", new Entry(PinnedFiles.a9a(), files -> vectors(files.get(0), A9A_FEATURES)));
    entries.put(
        "mushrooms",
        new Entry(PinnedFiles.mushrooms(), files -> vectors(files.get(0), MUSHROOMS_FEATURES)));
    entries.put("wine", new Entry(PinnedFiles.wine(), files -> table(files.get(0))));
    entries.put("diabetes", new Entry(PinnedFiles.diabetes(), NamedData::diabetes));
    return entries;
  }

  private static Entry embedded(String name, String resource, Function<InputFile, RawData> reader) {
    return new Entry(List.of(), files -> reader.apply(resource(name, resource)));
  }

  private static InputFile resource(String name, String resource) {
    try (InputStream stream = NamedData.class.getResourceAsStream(resource)) {
      return InputFile.of(name, Objects.requireNonNull(stream, resource).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded " + resource + " cannot be read", e);
    }
  }

  private static ImageData digits(InputFile file) {
    Table table = TableReader.read(file, Options.defaults().withHeader(Header.NO));
    int size = DIGITS_SIDE * DIGITS_SIDE;
    byte[] pixels = new byte[table.rows() * size];
    for (int pixel = 0; pixel < size; pixel++) {
      String[] cells = table.cells(pixel);
      for (int row = 0; row < cells.length; row++) {
        pixels[row * size + pixel] = (byte) Cells.number(cells[row]);
      }
    }
    TableData labelled = TableData.of(table, Options.defaults().withKind(TaskKind.CLASSIFICATION));
    Source source = new Source(file.name(), file.sha256(), table.rows(), 0, List.of());
    return new ImageData(
        pixels,
        1,
        DIGITS_SIDE,
        DIGITS_SIDE,
        (Targets.Classes) labelled.targets(),
        table.rows(),
        source);
  }

  private static TableData table(InputFile file) {
    return TableData.of(TableReader.read(file, Options.defaults()), Options.defaults());
  }

  private static VectorData vectors(InputFile file, int features) {
    return LibsvmReader.read(file, Options.defaults(), features);
  }

  private static TableData diabetes(List<InputFile> files) {
    Options plain = Options.defaults().withHeader(Header.NO).withDelimiter(' ');
    Table features = TableReader.read(files.get(0), plain);
    Table target = TableReader.read(files.get(1), plain);
    return TableData.of(
        features.beside(target, DIABETES), Options.defaults().withKind(TaskKind.REGRESSION));
  }

  private static ImageData mnist(List<InputFile> files) {
    return IdxReader.read(files.get(0), files.get(1)).withTestFrom(MNIST_TRAIN);
  }

  private static ImageData fashion(List<InputFile> files) {
    ImageData train = IdxReader.read(files.get(0), files.get(1));
    ImageData test = IdxReader.read(files.get(2), files.get(3));
    return ImageData.join(train, test).withLabels(FASHION);
  }

  private static ImageData cifar(List<InputFile> files) {
    return ImageData.join(CifarReader.of(files.subList(0, 1)), CifarReader.of(files.subList(1, 2)));
  }
}
