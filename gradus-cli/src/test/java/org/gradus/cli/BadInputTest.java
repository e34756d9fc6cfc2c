package org.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong is said in one line that names it and the remedy; nothing is left behind. */
class BadInputTest {
  @TempDir Path folder;

  static Stream<Arguments> wrongWords() {
    return Stream.of(
        Arguments.of("compare digts", "digts.*did you mean 'digits'"),
        Arguments.of("compare digits --methods sgd,adamx", "adamx.*did you mean"),
        Arguments.of("compare digits --methods", "--methods.*--help"),
        Arguments.of("compare digits --trails 3", "--trails.*did you mean.*--trials"),
        Arguments.of("compare digits --trials many", "--trials.*many"),
        Arguments.of("compare digits --trials=-1", "trials.*-1"),
        Arguments.of("compare digits --seeds 0", "seeds.*0"),
        Arguments.of("compare digits --threads 0", "--threads.*0"),
        Arguments.of("compare digits --model mpl", "mpl.*models are.*mlp"),
        Arguments.of("compare digits --set sgd.learningRate=0", "learningRate.*'0'.*must be"),
        Arguments.of("compare digits --set sgd.learningRate=-1", "learningRate.*'-1'.*must be"),
        Arguments.of("compare digits --set sgd.learningRate=NaN", "learningRate.*'NaN'.*must be"),
        Arguments.of("compare digits --set sgd.lerningRate=1", "lerningRate.*learningRate"),
        Arguments.of("compare digits --set sgd", "--set 'sgd'.*METHOD.PARAMETER=VALUE"),
        Arguments.of("compare digits --target c", "--target.*--data"),
        Arguments.of("compare", "name a task.*--data"),
        Arguments.of("compare --resume nowhere", "nowhere"),
        Arguments.of("compare --resume nowhere --trials 3", "--resume.*leave out --trials"),
        Arguments.of("compare digits --resume nowhere", "--resume.*leave out TASK"),
        Arguments.of("train digits --method adanw", "adanw.*did you mean"),
        Arguments.of("train digits --epochs 0", "epochs.*0"),
        Arguments.of("show sofia-g", "sofia-g.*did you mean"),
        Arguments.of("reproduce sophai", "sophai.*did you mean"),
        Arguments.of("reproduce", "ID.*--all"),
        Arguments.of("comprae digits", "comprae.*did you mean.*compare"),
        Arguments.of("", "a command is needed"));
  }

  @ParameterizedTest
  @MethodSource
  void wrongWords(String line, String says) {
    Cli cli = Cli.run((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));

    assertThat(cli.code()).isEqualTo(Exit.USAGE);
    requireOneLine(cli, says);
  }

  static Stream<Arguments> wrongFiles() {
    return Stream.of(
        Arguments.of(null, "does not exist; check the path"),
        Arguments.of("", "is empty; give a file with data"),
        Arguments.of("a,b\n", "one class only"),
        Arguments.of("a,b,c\n1,2,0\n1,2\n3,4,1\n", "line 3 has 2 cells, expected 3"),
        Arguments.of("a,c\n1,x\n2,x\n3,x\n4,x\n5,x\n6,x\n", "one class only"),
        Arguments.of("a,c\n1,x\n2,x\n3,x\n4,x\n5,x\n6,y\n", "class 'y'.*single example"),
        Arguments.of("a,c\n1,x\ninf,y\n2,x\n3,y\n4,x\n5,y\n6,x\n7,y\n", "inf.*no finite number"),
        Arguments.of("\0\1\2\3binary", "binary, of no known kind"));
  }

  @ParameterizedTest
  @MethodSource
  void wrongFiles(String content, String says) throws IOException {
    Path file = folder.resolve("mine.csv");
    if (content != null) {
      Files.writeString(file, content);
    }
    Path runs = folder.resolve("runs");

    Cli cli = Cli.run("compare", "--data", file, "--runs", runs, "--methods", "sgd");

    assertThat(cli.code()).isEqualTo(Exit.FAILED);
    requireOneLine(cli, says);
    assertThat(cli.err()).contains("mine.csv");
    assertThat(runs).doesNotExist();
  }

  @Test
  void anUnknownTargetColumnIsAnsweredWithTheColumnsThereAre() throws IOException {
    Path file = CustomerFiles.labelled(folder);

    Cli cli = Cli.run("train", "--data", file, "--target", "bougth", "--out", folder.resolve("m"));

    assertThat(cli.code()).isEqualTo(Exit.FAILED);
    requireOneLine(cli, "bougth.*bought");
  }

  @Test
  void aWordAsTargetOfARegressionIsNamedWithItsLine() throws IOException {
    Path file = CustomerFiles.labelled(folder);

    Cli cli =
        Cli.run("train", "--data", file, "--kind", "regression", "--out", folder.resolve("m"));

    assertThat(cli.code()).isEqualTo(Exit.FAILED);
    requireOneLine(cli, "(yes|no)' is no finite number");
  }

  @Test
  void aTorchScriptFileThatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("model.pt"), "not a model");

    Cli cli = Cli.run("train", "digits", "--torchscript", file, "--out", folder.resolve("m"));

    assertThat(cli.code()).isEqualTo(Exit.FAILED);
    requireOneLine(cli, "model.pt");
    assertThat(folder.resolve("m")).doesNotExist();
  }

  @Test
  void aFolderThatIsNoSavedModel() throws IOException {
    Path data = CustomerFiles.fresh(folder);

    Cli cli = Cli.run("predict", folder, "--data", data);

    assertThat(cli.code()).isEqualTo(Exit.FAILED);
    requireOneLine(cli, "no saved model");
  }

  @Test
  void aRunFolderThatIsNone() {
    Cli cli = Cli.run("compare", "--resume", folder);

    assertThat(cli.code()).isEqualTo(Exit.FAILED);
    requireOneLine(cli, "no run folder");
  }

  @Test
  void aFileWhereRunFoldersShouldGo() throws IOException {
    Path runs = Files.writeString(folder.resolve("runs"), "");

    Cli cli = Cli.run("compare", "digits", "--methods", "sgd", "--runs", runs);

    assertThat(cli.code()).isEqualTo(Exit.FAILED);
    requireOneLine(cli, "cannot write in .*runs");
  }

  @Test
  void aDocumentThatCouldNotBeWrittenIsRefusedBeforeTheWork() {
    Path json = folder.resolve("missing").resolve("result.json");
    Path runs = folder.resolve("runs");

    Cli cli = Cli.run("compare", "digits", "--methods", "sgd", "--runs", runs, "--json", json);

    assertThat(cli.code()).isEqualTo(Exit.USAGE);
    requireOneLine(cli, "no folder .*missing");
    assertThat(runs).doesNotExist();
  }

  @Test
  void verboseAddsTheStackTrace() {
    Cli cli = Cli.run("compare", "--data", folder.resolve("none.csv"), "--verbose");

    assertThat(cli.code()).isEqualTo(Exit.FAILED);
    assertThat(cli.err()).contains("DataException", "\tat org.gradus.");
  }

  private static void requireOneLine(Cli cli, String says) {
    assertThat(cli.err().lines()).as(cli.err()).hasSize(1);
    assertThat(cli.err()).startsWith("gradus: ").containsPattern(says).doesNotContain("\tat ");
    assertThat(cli.out()).isEmpty();
  }
}
