package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blue.strategic.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableReaderTest {

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            required double weight;
            optional int64 count;
            required boolean fresh;
            required int32 price (DECIMAL(9,2));
            required binary colour (UTF8);
          }
          """);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = folder.resolve("t.parquet");
    try (ParquetWriter<Integer> writer =
        ParquetWriter.writeFile(
            SCHEMA,
            path.toFile(),
            (row, values) -> {
              values.write("weight", row == 1 ? Double.NaN : 0.1 + row);
              if (row != 2) {
                values.write("count", 5_000_000_000L + row);
              }
              values.write("fresh", row == 0);
              values.write("price", 1050 + row);
              values.write("colour", row % 2 == 0 ? "red" : "green");
            })) {
      for (int row = 0; row < 3; row++) {
        writer.write(row);
      }
    }
  }

  @Test
  void readsEveryTypeAsText() {
    Table table = ParquetTableReader.read(path);

    assertThat(table.names()).containsExactly("weight", "count", "fresh", "price", "colour");
    assertThat(table.cells(0)).containsExactly("0.1", null, "2.1");
    assertThat(table.cells(1)).containsExactly("5000000000", "5000000001", null);
    assertThat(table.cells(2)).containsExactly("true", "false", "false");
    assertThat(table.cells(3)).containsExactly("10.50", "10.51", "10.52");
    assertThat(table.cells(4)).containsExactly("red", "green", "red");
  }

  @Test
  void isOpenedByContentWhateverItsName() throws IOException {
    Path renamed = Files.move(path, folder.resolve("data"));

    RawData data = DataFiles.open(renamed, Options.defaults());

    assertThat(data.kind()).isEqualTo(TaskKind.CLASSIFICATION);
    assertThat(data.source().notes()).contains("read as Parquet, 5 columns");
  }

  @Test
  void refusesWrongMagicBytesAndTruncation() throws IOException {
    Path foreign = TestFiles.text(folder, "foreign.parquet", "a,b\n1,2\n");
    byte[] whole = Files.readAllBytes(path);
    Path cut = TestFiles.bytes(folder, "cut.parquet", Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> DataFiles.open(foreign, Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("foreign.parquet is no Parquet file");
    assertThatThrownBy(() -> ParquetTableReader.read(cut))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cut.parquet is a damaged or unsupported Parquet file");
  }

  @Test
  void refusesNestedColumns() throws IOException {
    MessageType nested =
        MessageTypeParser.parseMessageType(
            "message rows { required group point { required double x; } }");
    Path nestedPath = folder.resolve("nested.parquet");
    ParquetWriter.<Integer>writeFile(nested, nestedPath.toFile(), (row, values) -> {}).close();

    assertThatThrownBy(() -> ParquetTableReader.read(nestedPath))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column 'point.x' is nested");
  }
}
