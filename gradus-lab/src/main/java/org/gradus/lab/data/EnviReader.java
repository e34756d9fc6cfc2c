package org.gradus.lab.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads ENVI images: a text header ({@code .hdr}) beside a file of plain numbers with the same name
 * and no ending, or {@code .img}, {@code .dat}, {@code .raw}, {@code .bsq}, {@code .bil} or {@code
 * .bip}.
 */
final class EnviReader {
  private static final List<String> ENDINGS =
      List.of("", ".img", ".dat", ".raw", ".bsq", ".bil", ".bip");
  private static final Map<Integer, BinaryNumber> TYPES =
      Map.of(
          1, BinaryNumber.UINT8,
          2, BinaryNumber.INT16,
          3, BinaryNumber.INT32,
          4, BinaryNumber.FLOAT32,
          5, BinaryNumber.FLOAT64,
          12, BinaryNumber.UINT16,
          13, BinaryNumber.UINT32,
          14, BinaryNumber.INT64,
          15, BinaryNumber.UINT64);

  private final Path path;
  private final Map<String, String> header;

  private EnviReader(Path path) {
    this.path = path;
    header = parse(InputFile.read(path).text());
  }

  static SpectralImage read(Path path) {
    return new EnviReader(path).read();
  }

  private SpectralImage read() {
    int samples = number("samples", -1);
    int lines = number("lines", -1);
    int bands = number("bands", -1);
    BinaryNumber type = TYPES.get(number("data type", -1));
    if (type == null) {
      throw new DataException(
          "%s: data type %s is not supported; it must be one of %s"
              .formatted(path, header.get("data type"), TYPES.keySet().stream().sorted().toList()));
    }
    Path data = data();
    ByteBuffer buffer =
        ByteBuffer.wrap(InputFile.read(data).bytes())
            .order(number("byte order", 0) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long count = Math.multiplyExact((long) samples * lines, bands);
    double[] values = type.read(data.toString(), buffer, number("header offset", 0), count);
    double[] channels = interleaved(values, lines, samples, bands);
    return new SpectralImage(channels, bands, lines, samples, wavelengths());
  }

  /** Channel after channel, from whichever order the file has. */
  private double[] interleaved(double[] values, int lines, int samples, int bands) {
    String order = header.getOrDefault("interleave", "bsq").toLowerCase(Locale.ROOT);
    return switch (order) {
      case "bsq" -> values;
      case "bip" -> SpectralImageReader.ofPixels(values, lines, samples, bands).values();
      case "bil" -> {
        double[] result = new double[values.length];
        for (int i = 0; i < lines; i++) {
          for (int l = 0; l < bands; l++) {
            System.arraycopy(
                values, (i * bands + l) * samples, result, (l * lines + i) * samples, samples);
          }
        }
        yield result;
      }
      default ->
          throw new DataException(
              "%s: interleave is '%s'; it must be bsq, bil or bip".formatted(path, order));
    };
  }

  private Path data() {
    String name = path.getFileName().toString();
    String base = name.substring(0, name.length() - ".hdr".length());
    return ENDINGS.stream()
        .flatMap(ending -> Stream.of(ending, ending.toUpperCase(Locale.ROOT)))
        .map(ending -> path.resolveSibling(base + ending))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "%s has no data beside it; put %s or %s.img into the same folder"
                        .formatted(path, base, base)));
  }

  private double[] wavelengths() {
    String list = header.get("wavelength");
    if (list == null) {
      return new double[0];
    }
    try {
      return Arrays.stream(list.replaceAll("[{}]", "").split(","))
          .mapToDouble(part -> Double.parseDouble(part.trim()))
          .toArray();
    } catch (NumberFormatException e) {
      throw new DataException(
          path + ": wavelength is no list of numbers in braces: " + e.getMessage(), e);
    }
  }

  /** A whole number of the header; a fallback of −1 says that it must be there and positive. */
  private int number(String key, int fallback) {
    String text = header.get(key);
    if (text == null && fallback >= 0) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(String.valueOf(text));
      if (value > 0 || value == fallback) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new DataException(
          "%s: '%s' is %s; it must be a whole number".formatted(path, key, text), e);
    }
    throw new DataException("%s: '%s' is %s; it must be positive".formatted(path, key, text));
  }

  /** Keys in lower case; values in braces may go over several lines. */
  private Map<String, String> parse(String text) {
    if (!text.startsWith("ENVI")) {
      throw new DataException(path + " is no ENVI header: its first line is not ENVI");
    }
    Map<String, String> entries = new HashMap<>();
    StringBuilder open = new StringBuilder();
    for (String line : text.lines().skip(1).toList()) {
      open.append(line).append(' ');
      boolean complete = open.indexOf("{") < 0 || open.indexOf("}") >= 0;
      if (complete) {
        int equals = open.indexOf("=");
        if (equals > 0) {
          entries.put(
              open.substring(0, equals).trim().toLowerCase(Locale.ROOT),
              open.substring(equals + 1).trim());
        }
        open.setLength(0);
      }
    }
    return entries;
  }
}
