package org.gradus.lab.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of one file: read whole, hashed as they lie, and decompressed where they are gzip.
 *
 * <p>Every reader starts here, so that a missing, empty, unreadable or truncated file is told in
 * the same words everywhere.
 */
final class InputFile {

  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String name;
  private final String sha256;
  private final byte[] bytes;

  private InputFile(String name, String sha256, byte[] bytes) {
    this.name = name;
    this.sha256 = sha256;
    this.bytes = bytes;
  }

  /** Reads the file at {@code path}. */
  static InputFile read(Path path) {
    return of(path.toString(), readBytes(path));
  }

  /** Takes bytes that are already read. */
  static InputFile of(String name, byte[] raw) {
    if (raw.length == 0) {
      throw new DataException(name + " is empty; give a file with data in it");
    }
    byte[] content = isGzip(raw) ? decompress(name, raw) : raw;
    if (content.length == 0) {
      throw new DataException(name + " is empty once decompressed; give a file with data in it");
    }
    return new InputFile(name, Sha256.of(raw), content);
  }

  static byte[] readBytes(Path path) {
    if (Files.isDirectory(path)) {
      throw new DataException(path + " is a folder; give a file");
    }
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new DataException(path + " does not exist; check the path", e);
    } catch (AccessDeniedException e) {
      throw new DataException(path + " may not be read; check its permissions", e);
    } catch (OutOfMemoryError e) {
      throw new DataException(path + " does not fit in memory; give a smaller file", e);
    } catch (IOException e) {
      throw new DataException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isGzip(byte[] raw) {
    return raw.length > 1 && (raw[0] & 0xff) == GZIP_MAGIC_1 && (raw[1] & 0xff) == GZIP_MAGIC_2;
  }

  private static byte[] decompress(String name, byte[] raw) {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(raw), 1 << 16)) {
      return stream.readAllBytes();
    } catch (EOFException e) {
      throw new DataException(name + " is truncated gzip; fetch or compress it again", e);
    } catch (ZipException e) {
      throw new DataException(
          "%s is damaged gzip (%s); fetch or compress it again".formatted(name, e.getMessage()), e);
    } catch (IOException e) {
      throw new DataException(name + " cannot be decompressed: " + e.getMessage(), e);
    }
  }

  /** The name for messages: the path as given. */
  String name() {
    return name;
  }

  /** The lower-case file name without its folder and without {@code .gz}. */
  String plainName() {
    return plainName(name);
  }

  /** The lower-case file name of a path without its folder and without {@code .gz}. */
  static String plainName(String path) {
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    String lower = last.toLowerCase(Locale.ROOT);
    return lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
  }

  String sha256() {
    return sha256;
  }

  /** The content, decompressed; not copied. */
  byte[] bytes() {
    return bytes;
  }

  /** The content as UTF-8 text, without a byte order mark. */
  String text() {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new DataException(name + " is not UTF-8 text; save it as UTF-8", e);
    }
  }
}
