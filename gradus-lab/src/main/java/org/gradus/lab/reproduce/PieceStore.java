package org.gradus.lab.reproduce;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gradus.core.AtomicFiles;
import org.gradus.lab.result.ResultJson;

/** Finished pieces as JSON files in a folder. */
final class PieceStore {
  private static final ObjectMapper MAPPER = ResultJson.mapper();

  private final Path folder;

  PieceStore(Path folder) {
    this.folder = folder;
  }

  <T> Optional<T> get(String key, Class<T> type) {
    Path file = file(key);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(Files.readString(file), type));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the finished piece " + file + " cannot be read; remove it to run it again", e);
    }
  }

  void put(String key, Object result) {
    try {
      Files.createDirectories(folder);
      AtomicFiles.write(file(key), MAPPER.writeValueAsString(result));
    } catch (IOException e) {
      throw new UncheckedIOException("the piece " + key + " cannot be kept in " + folder, e);
    }
  }

  private Path file(String key) {
    return folder.resolve(key.replace('/', '+') + ".json");
  }
}
