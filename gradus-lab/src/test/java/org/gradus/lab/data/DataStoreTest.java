package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataStoreTest {

  private static final byte[] CONTENT = "some data".getBytes(StandardCharsets.UTF_8);
  private static final String SHA256 = Sha256.of(CONTENT);

  @TempDir Path folder;
  private Path given;
  private Path cache;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    given = Files.createDirectory(folder.resolve("given"));
    cache = folder.resolve("home").resolve("cache");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/file",
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private PinnedFile file(String sha256, String path) {
    return PinnedFile.at(
        "f.txt", sha256, "http://localhost:" + server.getAddress().getPort() + path);
  }

  private DataStore store() {
    return new DataStore(Optional.of(given), cache);
  }

  @Test
  void downloadsOnceIntoTheCache() throws IOException {
    InputFile first = store().get(file(SHA256, "/file"), "set");
    server.stop(0);
    InputFile second = store().get(file(SHA256, "/file"), "set");

    assertThat(first.bytes()).isEqualTo(CONTENT);
    assertThat(second.bytes()).isEqualTo(CONTENT);
    assertThat(first.name()).isEqualTo("set");
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).containsExactly(cache.resolve("f.txt"));
    }
  }

  @Test
  void prefersTheGivenFolderAndNeverWritesThere() throws IOException {
    TestFiles.bytes(given, "f.txt", CONTENT);

    assertThat(store().get(file(SHA256, "/none"), "set").bytes()).isEqualTo(CONTENT);
    assertThat(store().has(file(SHA256, "/none"))).isTrue();
    assertThat(cache).doesNotExist();
  }

  @Test
  void refusesAnotherContent() {
    TestFiles.text(given, "f.txt", "tampered");

    assertThatThrownBy(() -> store().get(file(SHA256, "/file"), "set"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("f.txt is another file than set needs")
        .hasMessageContaining("expected " + SHA256);
  }

  @Test
  void storesNothingOfAWrongDownload() throws IOException {
    String other = "0".repeat(64);

    assertThatThrownBy(() -> store().get(file(other, "/file"), "set"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it has another SHA-256, " + SHA256);
    assertThat(cache).doesNotExist();
  }

  @Test
  void saysWhatToDoWhenADownloadFails() {
    assertThatThrownBy(() -> store().get(file(SHA256, "/none"), "set"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("set needs f.txt; fetching http://localhost")
        .hasMessageContaining("failed (HTTP status 404)")
        .hasMessageContaining("put it into " + given + " (GRADUS_DATA)");
    server.stop(0);
    assertThatThrownBy(
            () -> new DataStore(Optional.empty(), cache).get(file(SHA256, "/file"), "set"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("put it into " + cache + ", or set GRADUS_DATA to its folder");
  }

  @Test
  void findsThePlatformsCacheFolder() {
    assertThat(DataStore.cacheFolder("Linux", "/home/u", Map.of("XDG_CACHE_HOME", "/x")::get))
        .isEqualTo(Path.of("/x/gradus"));
    assertThat(DataStore.cacheFolder("Linux", "/home/u", name -> null))
        .isEqualTo(Path.of("/home/u/.cache/gradus"));
    assertThat(DataStore.cacheFolder("Mac OS X", "/Users/u", name -> null))
        .isEqualTo(Path.of("/Users/u/Library/Caches/gradus"));
    assertThat(DataStore.cacheFolder("Windows 11", "C:", Map.of("LOCALAPPDATA", "L")::get))
        .isEqualTo(Path.of("L", "gradus", "cache"));
  }
}
