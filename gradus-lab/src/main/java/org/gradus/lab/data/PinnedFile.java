package org.gradus.lab.data;

import java.net.URI;
import java.util.Optional;

/**
 * A file known by its content.
 *
 * @param name the file name to look for
 * @param sha256 of its bytes, as 64 lower-case hexadecimal digits
 * @param home where exactly these bytes can be downloaded, if anywhere
 */
record PinnedFile(String name, String sha256, Optional<URI> home) {

  static PinnedFile at(String name, String sha256, String home) {
    return new PinnedFile(name, sha256, Optional.of(URI.create(home)));
  }

  static PinnedFile homeless(String name, String sha256) {
    return new PinnedFile(name, sha256, Optional.empty());
  }
}
