package org.gradus.lab.compare;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;

/** What the machine and the software say of themselves, for provenance. */
final class Environment {
  private static final Pattern REVISION = Pattern.compile("[0-9a-f]{40}");
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Environment() {}

  /** The version of Gradus, which the build writes beside this class. */
  static String version() {
    try (InputStream in = Environment.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException("version.properties cannot be read", e);
    }
  }

  /** The commit of the working copy this code was built in, or {@code null} if it is in none. */
  static String gitRevision() {
    try {
      Path code =
          Path.of(Environment.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = Files.isDirectory(code) ? code : code.getParent();
      Process git =
          new ProcessBuilder("git", "-C", folder.toString(), "rev-parse", "HEAD")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.getOutputStream().close();
      if (!git.waitFor(5, TimeUnit.SECONDS)) {
        git.destroy();
        return null;
      }
      String line = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return REVISION.matcher(line).matches() ? line : null;
    } catch (IOException | URISyntaxException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  static String jdk() {
    return System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version");
  }

  static String os() {
    return String.join(
        " ",
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"));
  }

  static String cpu() {
    try {
      return Files.readAllLines(CPU_INFO).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(Environment::processor);
    } catch (IOException e) {
      return processor();
    }
  }

  private static String processor() {
    String named = System.getenv("PROCESSOR_IDENTIFIER");
    return named == null ? System.getProperty("os.arch") : named;
  }

  /** The version of libtorch and of its Java binding, as the binding's jar says; or null. */
  static String libtorch() {
    return Tensor.class.getPackage().getImplementationVersion();
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
