package org.gradus.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.gradus.core.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
  @Test
  void everyClassNamedExists() {
    for (Entry entry : Catalogue.entries()) {
      for (String name : entry.classes()) {
        assertThatCode(() -> Class.forName(name)).as(entry.id()).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void idsPapersAndRecipesAreDistinctAndInOrder() {
    List<Entry> entries = Catalogue.entries();
    assertThat(entries).extracting(Entry::paper).isSorted().contains("22", "43");
    assertThat(entries).extracting(Entry::id).doesNotHaveDuplicates();
    assertThat(entries.stream().map(Entry::recipe).filter(r -> r != null).toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void aRecipeHasClaimsToTest() {
    assertThat(Catalogue.entries())
        .filteredOn(e -> e.recipe() != null)
        .allSatisfy(e -> assertThat(e.claims()).isNotEmpty());
  }

  @Test
  void findsByIdAndByRecipe() {
    assertThat(Catalogue.find("sophia")).map(Entry::arxiv).contains("2305.14342");
    assertThat(Catalogue.ofRecipe("adahessian")).map(Entry::paper).contains("43");
    assertThat(Catalogue.find("nothing")).isEmpty();
  }

  @Test
  void isTheSameFromAJar(@TempDir Path folder) throws Exception {
    Path jar = folder.resolve("library.jar");
    pack(Path.of(Catalogue.class.getProtectionDomain().getCodeSource().getLocation().toURI()), jar);
    URL[] urls = {jar.toUri().toURL()};
    try (URLClassLoader loader = new Isolated(urls)) {
      Class<?> other = loader.loadClass(Catalogue.class.getName());
      assertThat(other).isNotSameAs(Catalogue.class);
      assertThat(entries(other)).hasToString(Catalogue.entries().toString());
    }
  }

  private static Object entries(Class<?> catalogue)
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    return catalogue.getMethod("entries").invoke(null);
  }

  @Test
  void refusesAnEntryThatIsNotWhole() {
    assertThatThrownBy(() -> new Entry.Claim("a", " ", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("text of claim a is  ; it must be not blank");
    Entry.Claim claim = new Entry.Claim("a", "text", "1");
    assertThatThrownBy(() -> entry("7", List.of(claim))).hasMessageContaining("two digits");
    assertThatThrownBy(() -> entry("07", List.of(claim, claim))).hasMessageContaining("used once");
  }

  private static Entry entry(String paper, List<Entry.Claim> claims) {
    return new Entry(
        "x",
        paper,
        "title",
        List.of("author"),
        2020,
        "venue",
        "2001.00001",
        "optimizer",
        "training",
        List.of(Check.class.getName()),
        null,
        "summary",
        claims);
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes.resolve("org/gradus"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
      }
    }
  }

  /** Loads our own classes from its jar although the parent has them too. */
  private static final class Isolated extends URLClassLoader {
    Isolated(URL[] urls) {
      super(urls, CatalogueTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.gradus.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }

    @Override
    public URL getResource(String name) {
      return name.startsWith("org/gradus/") ? findResource(name) : super.getResource(name);
    }
  }
}
