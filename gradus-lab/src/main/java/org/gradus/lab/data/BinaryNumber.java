package org.gradus.lab.data;

import java.nio.ByteBuffer;

/** How numbers lie in binary files. */
enum BinaryNumber {
  UINT8(1) {
    @Override
    double at(ByteBuffer buffer, int offset) {
      return buffer.get(offset) & 0xff;
    }
  },
  INT8(1) {
    @Override
    double at(ByteBuffer buffer, int offset) {
      return buffer.get(offset);
    }
  },
  UINT16(2) {
    @Override
    double at(ByteBuffer buffer, int offset) {
      return Short.toUnsignedInt(buffer.getShort(offset));
    }
  },
  INT16(2) {
    @Override
    double at(ByteBuffer buffer, int offset) {
      return buffer.getShort(offset);
    }
  },
  UINT32(4) {
    @Override
    double at(ByteBuffer buffer, int offset) {
      return Integer.toUnsignedLong(buffer.getInt(offset));
    }
  },
  INT32(4) {
    @Override
    double at(ByteBuffer buffer, int offset) {
      return buffer.getInt(offset);
    }
  },
  UINT64(8) {
    @Override
    double at(ByteBuffer buffer, int offset) {
      long bits = buffer.getLong(offset);
      // The halves of a value that does not fit a long.
      return bits >= 0 ? bits : 2.0 * (bits >>> 1) + (bits & 1);
    }
  },
  INT64(8) {
    @Override
    double at(ByteBuffer buffer, int offset) {
      return buffer.getLong(offset);
    }
  },
  FLOAT32(4) {
    @Override
    double at(ByteBuffer buffer, int offset) {
      return buffer.getFloat(offset);
    }
  },
  FLOAT64(8) {
    @Override
    double at(ByteBuffer buffer, int offset) {
      return buffer.getDouble(offset);
    }
  };

  private final int bytes;

  BinaryNumber(int bytes) {
    this.bytes = bytes;
  }

  /** The number that starts at this byte, in the buffer's byte order. */
  abstract double at(ByteBuffer buffer, int offset);

  /**
   * Consecutive numbers.
   *
   * @param name of the file, for messages
   * @param offset first byte
   * @throws DataException if the buffer ends before
   */
  double[] read(String name, ByteBuffer buffer, int offset, long count) {
    long needed = offset + count * bytes;
    if (buffer.limit() < needed) {
      throw new DataException(
          "%s has %d bytes; its header says %d: the file is cut short or the header wrong"
              .formatted(name, buffer.limit(), needed));
    }
    double[] values = new double[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = at(buffer, offset + i * bytes);
    }
    return values;
  }
}
