package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableReaderTest {

  @TempDir Path folder;

  private Table read(String content, Options options) {
    return TableReader.read(TestFiles.text(folder, "t.csv", content), options);
  }

  private Table read(String content) {
    return read(content, Options.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void detectsDelimiterAndHeaderAndSaysSo(String delimiter) {
    Table table = read("a,b,c\n1,2,x\n3,4,y\n".replace(",", delimiter));

    assertThat(table.names()).containsExactly("a", "b", "c");
    assertThat(table.named()).isTrue();
    assertThat(table.cells(0)).containsExactly("1", "3");
    assertThat(table.cells(2)).containsExactly("x", "y");
    assertThat(table.source().notes())
        .contains("the first line names the columns")
        .anyMatch(note -> note.startsWith("read as a table of 3 columns, delimiter "));
  }

  @Test
  void namesColumnsByPositionWithoutHeader() {
    Table table = read("1,2,x\n3,4,y\n");

    assertThat(table.names()).containsExactly("c0", "c1", "c2");
    assertThat(table.named()).isFalse();
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.source().notes()).contains("no header: the columns are named c0, c1, …");
  }

  @Test
  void takesAHeaderOfAllTextColumnsOnlyWhereItsWordsDoNotComeAgain() {
    assertThat(read("colour,taste\nred,sweet\ngreen,sour\n").named()).isTrue();
    assertThat(read("red,sweet\nred,sour\ngreen,sour\n").named()).isFalse();
  }

  @Test
  void obeysOptionsForHeaderAndDelimiter() {
    assertThat(read("x,y\nu,v\n", Options.defaults().withHeader(Header.NO)).rows()).isEqualTo(2);
    assertThat(read("1,2\n3,4\n", Options.defaults().withHeader(Header.YES)).names())
        .containsExactly("1", "2");
    assertThat(read("1 2\n3 4\n", Options.defaults().withDelimiter(' ')).cells(1))
        .containsExactly("2", "4");
  }

  @Test
  void readsQuotedCellsWithDelimitersAndLineBreaks() {
    Table table = read("a,b\n\"x, \"\"y\"\"\",1\n\"two\nlines\",2\n");

    assertThat(table.cells(0)).containsExactly("x, \"y\"", "two\nlines");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NA", "n/a", "NaN", "nan", "?", "null", "NULL", "  "})
  void takesMarkersAsMissing(String marker) {
    Table table = read("a,b\n1,2\n" + marker + ",4\n", Options.defaults().withHeader(Header.YES));

    assertThat(table.cells(0)).containsExactly("1", null);
  }

  @Test
  void keepsEmptyCellsBetweenTabs() {
    Table table = read("a\tb\tc\n1\t\t3\n\t5\t6\n");

    assertThat(table.cells(0)).containsExactly("1", null);
    assertThat(table.cells(1)).containsExactly(null, "5");
  }

  @Test
  void readsGzipAndByteOrderMarkAndHashesTheBytesAsTheyLie() {
    byte[] zipped = TestFiles.gzip("\uFEFFa,b\n1,2\n3,4\n");
    Table table = TableReader.read(TestFiles.bytes(folder, "t.csv.gz", zipped), Options.defaults());

    assertThat(table.names()).containsExactly("a", "b");
    assertThat(table.source().sha256()).isEqualTo(Sha256.of(zipped)).hasSize(64);
    assertThat(table.source().rowsRead()).isEqualTo(2);
  }

  @Test
  void knowsTheFirstLineOfScikitLearnsFiles() {
    Table table = read("3,2,bad,good\n1.5,2,0\n3,4,1\n5,6,1\n");

    assertThat(table.cells(2)).containsExactly("bad", "good", "good");
    assertThat(table.classNames()).containsExactly("bad", "good");
    assertThat(table.source().notes())
        .contains("the first line is scikit-learn's: 3 rows, 2 features, classes bad, good");
  }

  @Test
  void refusesAScikitLearnFileOfOtherLengthOrClasses() {
    assertThatThrownBy(() -> read("4,2,bad,good\n1,2,0\n3,4,1\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("promises 4 rows, found 2");
    assertThatThrownBy(() -> read("2,2,bad,good\n1,2,0\n3,4,2\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 2 has class '2'")
        .hasMessageContaining("0 to 1");
  }

  @ParameterizedTest
  @CsvSource({"'a,b\n1,2\n3\n', 3, 1", "'a,b\n1,2\n\n3,4\n5,6,7\n', 5, 3"})
  void refusesRaggedRowsByLineNumberAndCounts(String content, int line, int found) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv: line " + line + " has " + found + " cells, expected 2");
  }

  @Test
  void refusesTwoColumnsOfOneName() {
    assertThatThrownBy(() -> read("a,b,a\n1,2,3\n", Options.defaults().withHeader(Header.YES)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("columns 0 and 2 are both named 'a'");
  }

  @Test
  void refusesAHeaderWithoutRows() {
    assertThatThrownBy(() -> read("a,b\n", Options.defaults().withHeader(Header.YES)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no rows");
    assertThatThrownBy(() -> read("\n\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no rows");
  }

  @Test
  void refusesAnUnclosedQuote() {
    assertThatThrownBy(() -> read("a,b\n1,2\n\"3,4\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no valid table");
  }

  @Test
  void refusesMissingEmptyTruncatedAndForeignFiles() {
    byte[] zipped = TestFiles.gzip("a,b\n1,2\n".repeat(100));
    Path cut = TestFiles.bytes(folder, "cut.gz", Arrays.copyOf(zipped, zipped.length - 12));
    Path latin =
        TestFiles.bytes(folder, "latin.csv", "a,é\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> TableReader.read(folder.resolve("none.csv"), Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none.csv does not exist");
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is empty");
    assertThatThrownBy(() -> TableReader.read(cut, Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cut.gz is truncated gzip");
    assertThatThrownBy(() -> TableReader.read(latin, Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> TableReader.read(folder, Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void refusesDamagedGzip() {
    byte[] zipped = TestFiles.gzip("a,b\n1,2\n".repeat(100));
    zipped[zipped.length - 6] ^= 1;
    Path damaged = TestFiles.bytes(folder, "damaged.gz", zipped);

    assertThatThrownBy(() -> TableReader.read(damaged, Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("damaged gzip");
  }
}
