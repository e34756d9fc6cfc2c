package org.gradus.core;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The safetensors file format: named tensors and text metadata, nothing executable.
 *
 * <p>Layout: 8 bytes little-endian length n, n bytes JSON header (name → type, shape, byte range;
 * {@code __metadata__} → texts), then the tensors' bytes in row-major order.
 */
public final class Safetensors {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final String METADATA = "__metadata__";
  private static final Map<ScalarType, String> TYPES =
      Map.of(
          ScalarType.Float, "F32",
          ScalarType.Double, "F64",
          ScalarType.Half, "F16",
          ScalarType.BFloat16, "BF16",
          ScalarType.Long, "I64",
          ScalarType.Int, "I32",
          ScalarType.Byte, "U8",
          ScalarType.Bool, "BOOL");

  /**
   * A file's content.
   *
   * @param tensors by name, in file order; in main memory
   * @param metadata texts by name
   */
  public record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  private Safetensors() {}

  /**
   * Writes a file, whole or not at all.
   *
   * @param file where it goes
   * @param tensors by name, of any device
   * @param metadata texts by name
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(tensors, metadata);
    AtomicFiles.write(
        file,
        out -> {
          out.write(
              ByteBuffer.allocate(Long.BYTES)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putLong(header.length)
                  .array());
          out.write(header);
          for (Tensor tensor : tensors.values()) {
            writeBytes(tensor, out);
          }
        });
  }

  /**
   * Reads a file.
   *
   * @throws IOException naming the file and what is wrong with it
   */
  public static Content read(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r");
        FileChannel channel = in.getChannel()) {
      byte[] length = new byte[Long.BYTES];
      in.readFully(length);
      long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (size < 2 || size > Math.min(100_000_000, in.length() - Long.BYTES)) {
        throw new IOException(file + " is no safetensors file: its header length is " + size);
      }
      byte[] header = new byte[(int) size];
      in.readFully(header);
      return content(file, JSON.readTree(header), channel, Long.BYTES + size);
    } catch (EOFException e) {
      throw new IOException(file + " is no safetensors file: it ends too early", e);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is no safetensors file: its header is no JSON", e);
    }
  }

  private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode texts = root.putObject(METADATA);
    metadata.forEach(texts::put);
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      if (entry.getKey().equals(METADATA)) {
        throw new IOException("a tensor cannot be called " + METADATA + " in a safetensors file");
      }
      Tensor tensor = entry.getValue();
      String type = TYPES.get(Tensors.type(tensor));
      if (type == null) {
        throw new IOException(
            "tensor '"
                + entry.getKey()
                + "' has type "
                + Tensors.type(tensor)
                + ", which safetensors"
                + " files cannot hold");
      }
      ObjectNode node = root.putObject(entry.getKey());
      node.put("dtype", type);
      node.set("shape", JSON.valueToTree(Tensors.shape(tensor)));
      long end = offset + tensor.numel() * tensor.element_size();
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(root);
    byte[] padded = new byte[(json.length + 7) / 8 * 8];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(json, 0, padded, 0, json.length);
    return padded;
  }

  private static void writeBytes(Tensor tensor, OutputStream out) throws IOException {
    try (PointerScope scope = new PointerScope()) {
      Tensor plain = tensor.detach().cpu().contiguous();
      long length = plain.numel() * plain.element_size();
      BytePointer bytes = new BytePointer(plain.data_ptr()).capacity(length);
      byte[] block = new byte[(int) Math.min(length, 1 << 20)];
      for (long at = 0; at < length; at += block.length) {
        int n = (int) Math.min(block.length, length - at);
        bytes.position(at).get(block, 0, n);
        out.write(block, 0, n);
      }
    }
  }

  private static Content content(Path file, JsonNode header, FileChannel channel, long start)
      throws IOException {
    if (!header.isObject()) {
      throw new IOException(file + " is no safetensors file: its header is no JSON object");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals(METADATA)) {
        entry.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue(), channel, start));
      }
    }
    return new Content(tensors, metadata);
  }

  private static Tensor tensor(
      Path file, String name, JsonNode node, FileChannel channel, long start) throws IOException {
    ScalarType type = type(file, name, node.path("dtype").asText());
    long[] shape = shape(file, name, node.path("shape"));
    long from = node.path("data_offsets").path(0).asLong(-1);
    long to = node.path("data_offsets").path(1).asLong(-1);
    long length = to - from;
    // Before anything is allocated: a corrupt header can ask for any size.
    if (from < 0
        || length < 0
        || to > channel.size() - start
        || !BigInteger.valueOf(length).equals(bytes(type, shape))) {
      throw new IOException(
          "%s: the bytes of tensor '%s' (%d to %d) do not fit its shape %s or the file"
              .formatted(file, name, from, to, Arrays.toString(shape)));
    }
    Tensor tensor = Tensors.keep(torch.zeros(shape, new TensorOptions(type)));
    if (length > 0) {
      BytePointer bytes = new BytePointer(tensor.data_ptr()).capacity(length);
      for (long at = 0; at < length; at += Integer.MAX_VALUE) {
        long n = Math.min(Integer.MAX_VALUE, length - at);
        ByteBuffer target = bytes.position(at).limit(at + n).asByteBuffer();
        readFully(channel, target, start + from + at);
      }
    }
    return tensor;
  }

  private static long[] shape(Path file, String name, JsonNode node) throws IOException {
    long[] shape = new long[node.size()];
    boolean valid = node.isArray();
    for (int i = 0; i < shape.length; i++) {
      shape[i] = node.path(i).asLong(-1);
      valid &= shape[i] >= 0;
    }
    if (!valid) {
      throw new IOException("%s: tensor '%s' has invalid shape %s".formatted(file, name, node));
    }
    return shape;
  }

  private static BigInteger bytes(ScalarType type, long[] shape) {
    BigInteger bytes = BigInteger.valueOf(torch.elementSize(type));
    for (long extent : shape) {
      bytes = bytes.multiply(BigInteger.valueOf(extent));
    }
    return bytes;
  }

  private static void readFully(FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int n = channel.read(target, at);
      if (n < 0) {
        throw new EOFException();
      }
      at += n;
    }
  }

  private static ScalarType type(Path file, String name, String word) throws IOException {
    for (Map.Entry<ScalarType, String> entry : TYPES.entrySet()) {
      if (entry.getValue().equals(word)) {
        return entry.getKey();
      }
    }
    throw new IOException("%s: tensor '%s' has unknown type %s".formatted(file, name, word));
  }
}
