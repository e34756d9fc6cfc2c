package org.gradus.lab.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads NumPy's {@code .npy} files, versions 1 to 3, of real numbers in two or three dimensions.
 *
 * <p>The header is a Python literal; it is matched, never evaluated, and arrays of objects are
 * refused.
 */
final class NpyReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z]\\d+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");
  private static final Map<String, BinaryNumber> TYPES =
      Map.of(
          "u1", BinaryNumber.UINT8,
          "i1", BinaryNumber.INT8,
          "u2", BinaryNumber.UINT16,
          "i2", BinaryNumber.INT16,
          "u4", BinaryNumber.UINT32,
          "i4", BinaryNumber.INT32,
          "u8", BinaryNumber.UINT64,
          "i8", BinaryNumber.INT64,
          "f4", BinaryNumber.FLOAT32,
          "f8", BinaryNumber.FLOAT64);

  private NpyReader() {}

  /** Reads an array [channels, pixels] or [lines, samples, channels]. */
  static SpectralImage read(InputFile file) {
    ByteBuffer buffer = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.limit() < 12 || !Arrays.equals(Arrays.copyOf(file.bytes(), MAGIC.length), MAGIC)) {
      throw new DataException(file.name() + " is no .npy file: it does not start as one");
    }
    boolean first = buffer.get(6) == 1;
    int start = first ? 10 : 12;
    long length = first ? Short.toUnsignedInt(buffer.getShort(8)) : buffer.getInt(8);
    if (length < 0 || start + length > buffer.limit()) {
      throw new DataException(file.name() + " is cut short: its header does not end");
    }
    String header = new String(file.bytes(), start, (int) length, StandardCharsets.UTF_8);
    Matcher type = find(TYPE, header, file, "an array of real numbers");
    BinaryNumber number = TYPES.get(type.group(2));
    if (number == null) {
      throw new DataException(
          "%s holds numbers of type '%s'; save it as float64"
              .formatted(file.name(), type.group(2)));
    }
    buffer.order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int[] shape = shape(find(SHAPE, header, file, "an array with a shape").group(1), file);
    double[] values = number.read(file.name(), buffer, start + (int) length, product(shape));
    boolean columnMajor =
        find(ORDER, header, file, "an array with an order").group(1).equals("True");
    return image(columnMajor ? ColumnMajor.toRowMajor(values, shape) : values, shape);
  }

  private static SpectralImage image(double[] values, int[] shape) {
    return shape.length == 2
        ? new SpectralImage(values, shape[0], 1, shape[1], new double[0])
        : SpectralImageReader.ofPixels(values, shape[0], shape[1], shape[2]);
  }

  private static int[] shape(String text, InputFile file) {
    int[] shape =
        Pattern.compile(",")
            .splitAsStream(text)
            .map(String::trim)
            .filter(part -> !part.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    if (shape.length < 2 || shape.length > 3 || product(shape) == 0) {
      throw new DataException(
          "%s has shape (%s); an image is [channels, pixels] or [lines, samples, channels]"
              .formatted(file.name(), text.trim()));
    }
    return shape;
  }

  private static long product(int[] shape) {
    return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
  }

  private static Matcher find(Pattern pattern, String header, InputFile file, String what) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new DataException(
          "%s is not %s: its header is %s".formatted(file.name(), what, header.trim()));
    }
    return matcher;
  }
}
