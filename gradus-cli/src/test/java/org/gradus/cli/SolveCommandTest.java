package org.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolveCommandTest {
  @TempDir private Path folder;
  private Path cost;

  @BeforeEach
  void writeCost() throws IOException {
    cost = file("cost.csv", "0,1,4", "1,0,1", "4,1,0");
  }

  @Test
  void transportWritesPlanAndReport() throws IOException {
    Path a = file("a.csv", "mass", "0.5", "0.25", "0.25");
    Cli run = transport("--a", a.toString(), "--eta", "40");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Converged", "marginal error", "report.html");
    Path made = onlyRun();
    List<String> plan = Files.readAllLines(made.resolve("plan.csv"));
    assertThat(plan).hasSize(3);
    assertThat(rowSum(plan.get(0))).isCloseTo(0.5, within());
    assertThat(made.resolve("report.html")).content().contains("<svg", "data:image/png");
    assertThat(made.resolve("result.json")).content().contains("\"CONVERGED\"");
    assertThat(made.resolve("trace.csv")).content().startsWith("iteration,seconds");
  }

  @Test
  void aLimitThatCameFirstIsAFailureWithAnAnswer() throws IOException {
    Path a = file("a.csv", "0.5,0.25,0.25");
    Cli run =
        transport(
            "--a", a.toString(), "--eta", "40", "--method", "sinkhorn", "--max-iterations", "1");

    assertThat(run.code()).isEqualTo(Exit.FAILED);
    assertThat(run.out()).contains("Limit reached");
    assertThat(onlyRun().resolve("plan.csv")).exists();
  }

  @Test
  void wrongProblemsAreUsageErrors() throws IOException {
    Path negative = file("a.csv", "0.5", "-0.25", "0.75");
    assertThat(transport("--a", negative.toString(), "--eta", "40").err())
        .contains("rowMarginal[1] is -0.25");
    Path words = file("words.csv", "1,2,x", "3,4,5", "6,7,8");
    Cli run = Cli.run("solve", "transport", "--cost", words.toString(), "--eta", "1");
    assertThat(run.code()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("words.csv", "'x'");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void completionPredictsWhatItIsAsked() throws IOException {
    List<String> lines = new ArrayList<>(List.of("user,film,rating"));
    for (int user = 1; user <= 12; user++) {
      for (int film = 1; film <= 9; film++) {
        if ((user * film) % 5 != 1) {
          lines.add("u%d,f%d,%d".formatted(user, film, user * film));
        }
      }
    }
    Path entries = Files.write(folder.resolve("ratings.csv"), lines);
    Path wanted = file("wanted.csv", "user,film", "u1,f1", "u12,f9");
    Cli run = completion(entries, "--rank", "1", "--hold-out", "0", "--predict", wanted);

    assertThat(run.code()).isZero();
    List<String> predictions = Files.readAllLines(onlyRun().resolve("predictions.csv"));
    assertThat(Double.parseDouble(predictions.get(1).split(",", -1)[2])).isCloseTo(1, within());
    assertThat(Double.parseDouble(predictions.get(2).split(",", -1)[2])).isCloseTo(108, within());
    assertThat(completion(entries, "--rank", "10").err()).contains("rank is 10");
    Path stranger = file("stranger.csv", "user,film", "u99,f1");
    assertThat(completion(entries, "--rank", "1", "--predict", stranger).err()).contains("'u99'");
  }

  private Cli completion(Path entries, Object... more) {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("solve", "completion", "--entries", entries));
    arguments.addAll(List.of("--runs", folder.resolve("runs")));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  @Test
  void logisticIsCertified() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,y,class"));
    for (int i = 0; i < 40; i++) {
      lines.add("%d,%d,%s".formatted(i % 7 - 3, i % 5, i % 7 > 3 || i % 11 == 0 ? "yes" : "no"));
    }
    Path data = Files.write(folder.resolve("data.csv"), lines);
    Cli run =
        Cli.run(
            "solve",
            "logistic",
            "--data",
            data,
            "--target",
            "class",
            "--l1",
            "0.5",
            "--runs",
            folder.resolve("runs"),
            "--json",
            "-");
    assertThat(run.code()).isZero();
    var certificate = run.json().get("certificate");
    assertThat(certificate.get("duality gap").asDouble())
        .isLessThan(1e-7 * certificate.get("objective").asDouble());
    assertThat(Files.readAllLines(onlyRun().resolve("weights.csv"))).hasSize(3);
    assertThat(Cli.run("solve", "logistic", "--data", data, "--l1", "-1").err())
        .contains("l1 is -1.0");
  }

  @Test
  void unmixingWritesSpectraAndShares() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int pixel = 0; pixel < 12; pixel++) {
      double share = pixel / 11.0;
      lines.add("%s,%s,%s".formatted(share, 1 - share, 0.5));
    }
    Path image = Files.write(folder.resolve("image.csv"), lines);
    Cli run =
        Cli.run(
            "solve",
            "unmix",
            "--image",
            image,
            "--endmembers",
            "2",
            "--max-iterations",
            "2000",
            "--runs",
            folder.resolve("runs"),
            "--json",
            folder.resolve("a.json"));
    assertThat(run.code()).isIn(Exit.OK, Exit.FAILED);
    assertThat(
            Cli.json(folder.resolve("a.json"))
                .get("certificate")
                .get("relative residual")
                .asDouble())
        .isLessThan(0.05);
    assertThat(Files.readAllLines(onlyRun().resolve("endmembers.csv"))).isNotEmpty();
  }

  @Test
  void aKindIsNeeded() {
    assertThat(Cli.run("solve").code()).isEqualTo(Exit.USAGE);
  }

  private Cli transport(Object... more) {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("solve", "transport", "--cost", cost));
    arguments.addAll(List.of("--runs", folder.resolve("runs")));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  private Path onlyRun() throws IOException {
    try (var runs = Files.list(folder.resolve("runs"))) {
      return runs.toList().get(0);
    }
  }

  private static double rowSum(String line) {
    double sum = 0;
    for (String cell : line.split(",", -1)) {
      sum += Double.parseDouble(cell);
    }
    return sum;
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-8);
  }
}
