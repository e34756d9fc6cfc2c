package org.gradus.lab.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradus.core.AtomicFiles;

/**
 * Where pinned files are: in the folder that {@code GRADUS_DATA} (or the system property {@code
 * gradus.data}) names, else in the user's cache folder, else downloaded into it. Each is checked
 * against its SHA-256 before it is used.
 */
final class DataStore {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(10);
  private static final int OK = 200;

  private final Optional<Path> given;
  private final Path cache;

  /**
   * Makes a store.
   *
   * @param given the user's folder of data, if there is one; never written to
   * @param cache where downloads go
   */
  DataStore(Optional<Path> given, Path cache) {
    this.given = given;
    this.cache = cache;
  }

  /** Returns the store of this process. */
  static DataStore standard() {
    String named = System.getProperty("gradus.data", System.getenv("GRADUS_DATA"));
    return new DataStore(
        Optional.ofNullable(named).filter(path -> !path.isBlank()).map(Path::of),
        cacheFolder(
            System.getProperty("os.name"), System.getProperty("user.home"), System::getenv));
  }

  /** Returns the folder where the platform keeps what can be fetched again. */
  static Path cacheFolder(String system, String home, UnaryOperator<String> environment) {
    String xdg = environment.apply("XDG_CACHE_HOME");
    if (xdg != null && !xdg.isBlank()) {
      return Path.of(xdg, "gradus");
    }
    String local = environment.apply("LOCALAPPDATA");
    if (system.startsWith("Windows") && local != null) {
      return Path.of(local, "gradus", "cache");
    }
    return system.startsWith("Mac")
        ? Path.of(home, "Library", "Caches", "gradus")
        : Path.of(home, ".cache", "gradus");
  }

  /** Returns whether the file is there, without fetching or checking it. */
  boolean has(PinnedFile file) {
    return find(file).isPresent();
  }

  private Optional<Path> find(PinnedFile file) {
    return Stream.concat(given.stream(), Stream.of(cache))
        .map(folder -> folder.resolve(file.name()))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Returns the file's content.
   *
   * @param set the data set it belongs to, which its content is named after
   * @throws DataException if it is nowhere and cannot be downloaded, or has another content
   */
  InputFile get(PinnedFile file, String set) {
    Path path = find(file).orElseGet(() -> download(file, set));
    byte[] bytes = InputFile.readBytes(path);
    if (!Sha256.of(bytes).equals(file.sha256())) {
      throw new DataException(
          "%s is another file than %s needs (SHA-256 %s, expected %s); remove or replace it"
              .formatted(path, set, Sha256.of(bytes), file.sha256()));
    }
    return InputFile.of(set, bytes);
  }

  private Path download(PinnedFile file, String set) {
    URI home =
        file.home()
            .orElseThrow(
                () ->
                    new DataException(
                        "%s needs %s (SHA-256 %s), which has no public download; put it into %s"
                            .formatted(set, file.name(), file.sha256(), places())));
    try {
      byte[] bytes = fetch(home);
      if (!Sha256.of(bytes).equals(file.sha256())) {
        throw new IOException("it has another SHA-256, " + Sha256.of(bytes));
      }
      return store(file, bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("the download of " + home + " was interrupted; try again", e);
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new DataException(
          "%s needs %s; fetching %s failed (%s); fetch it (SHA-256 %s) and put it into %s"
              .formatted(set, file.name(), home, reason, file.sha256(), places()),
          e);
    }
  }

  private String places() {
    return given
        .map(folder -> folder + " (GRADUS_DATA)")
        .orElse(cache + ", or set GRADUS_DATA to its folder");
  }

  private static byte[] fetch(URI home) throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpRequest request = HttpRequest.newBuilder(home).timeout(DOWNLOAD_TIMEOUT).build();
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != OK) {
      throw new IOException("HTTP status " + response.statusCode());
    }
    return response.body();
  }

  private Path store(PinnedFile file, byte[] bytes) throws IOException {
    Files.createDirectories(cache);
    Path place = cache.resolve(file.name());
    AtomicFiles.write(place, out -> out.write(bytes));
    return place;
  }
}
