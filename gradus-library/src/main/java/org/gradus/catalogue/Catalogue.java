package org.gradus.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** All papers, one {@link Entry} each, in the order of their numbers. */
public final class Catalogue {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final String FILE = "[0-9]{2}-[a-z0-9-]+\\.json";

  private static final List<Entry> ENTRIES = load();

  private Catalogue() {}

  /** The entries, by paper number. */
  public static List<Entry> entries() {
    return ENTRIES;
  }

  /** The entry of this id. */
  public static Optional<Entry> find(String id) {
    return ENTRIES.stream().filter(e -> e.id().equals(id)).findFirst();
  }

  /** The entry whose claims this recipe tests. */
  public static Optional<Entry> ofRecipe(String recipe) {
    return ENTRIES.stream().filter(e -> recipe.equals(e.recipe())).findFirst();
  }

  private static List<Entry> load() {
    try {
      return files().stream().map(Catalogue::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue cannot be listed", e);
    }
  }

  private static Entry read(String name) {
    try (InputStream in = Catalogue.class.getResourceAsStream(name)) {
      Entry entry = MAPPER.readValue(Objects.requireNonNull(in, name), Entry.class);
      if (!name.equals(entry.paper() + "-" + entry.id() + ".json")) {
        throw new IllegalStateException(
            "catalogue file %s holds entry %s of paper %s; name it by both"
                .formatted(name, entry.id(), entry.paper()));
      }
      return entry;
    } catch (IOException e) {
      throw new UncheckedIOException("catalogue file " + name + " cannot be read", e);
    }
  }

  /** The names of the entry files: what lies beside the anchor, in a folder or in a jar. */
  private static List<String> files() throws IOException {
    URL anchor = Objects.requireNonNull(Catalogue.class.getResource("anchor.txt"), "anchor.txt");
    List<String> names =
        anchor.openConnection() instanceof JarURLConnection jar ? inJar(jar) : inFolder(anchor);
    return names.stream().filter(n -> n.matches(FILE)).sorted().toList();
  }

  private static List<String> inJar(JarURLConnection anchor) throws IOException {
    String folder = anchor.getEntryName().substring(0, anchor.getEntryName().lastIndexOf('/') + 1);
    anchor.setUseCaches(false);
    try (JarFile jar = anchor.getJarFile()) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(n -> n.startsWith(folder))
          .map(n -> n.substring(folder.length()))
          .toList();
    }
  }

  private static List<String> inFolder(URL anchor) throws IOException {
    Path folder = Path.of(URI.create(anchor.toString())).resolveSibling("");
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
