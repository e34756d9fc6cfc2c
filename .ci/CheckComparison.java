import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks a run folder of {@code compare digits} and the document of its {@code --json}: the files
 * are there, every method has its runs, and the numbers are what they can be.
 *
 * <p>Reads plain JSON, not the project's own records: what a user's script would see.
 */
final class CheckComparison {

  /** The methods the README promises out of the box, by their fixed ids. */
  private static final Set<String> PROMISED =
      Set.of("sgd", "adamw", "sam", "asam", "sophia-g", "sophia-h", "adahessian");

  /** Guessing gets 0.1 on the ten digits, and a working method over 0.9. */
  private static final double LEAST_ACCURACY = 0.8;

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    for (String name : List.of("report.html", "result.json", "curves.csv")) {
      Path file = folder.resolve(name);
      check(Files.isRegularFile(file) && Files.size(file) > 0, file + " is missing or empty");
    }
    ObjectMapper json = new ObjectMapper();
    JsonNode result = json.readTree(folder.resolve("result.json").toFile());
    check(
        result.equals(json.readTree(Path.of(args[1]).toFile())),
        "the document of --json is not result.json");
    checkResult(result);
    checkCurves(Files.readAllLines(folder.resolve("curves.csv")));
    System.out.println(folder.getFileName() + " is sane");
  }

  private static void checkResult(JsonNode result) {
    check(result.path("status").asText().equals("complete"), "status is not complete");
    JsonNode protocol = result.path("protocol");
    check(protocol.path("trials").asInt() > 0, "no trials: nothing was tuned");
    int seeds = protocol.path("seeds").size();
    check(seeds >= 2, "fewer than two seeds: no interval can be given");
    Set<String> ids = new TreeSet<>();
    for (JsonNode method : result.path("methods")) {
      ids.add(method.path("id").asText());
      checkMethod(method, seeds, protocol.path("trials").asInt());
    }
    check(ids.containsAll(PROMISED), "methods are " + ids + ", promised are " + PROMISED);
    check(ids.contains(result.path("baseline").asText()), "the baseline is not among " + ids);
  }

  private static void checkMethod(JsonNode method, int seeds, int trials) {
    String id = method.path("id").asText();
    check(method.path("trials").size() == trials, id + ": not " + trials + " trials");
    check(method.path("runs").size() == seeds, id + ": not one run for each of " + seeds + " seeds");
    for (JsonNode run : method.path("runs")) {
      JsonNode accuracy = run.path("testMetric");
      check(!run.path("diverged").asBoolean(), id + ": a tuned run diverged");
      check(
          accuracy.isNumber()
              && accuracy.asDouble() >= LEAST_ACCURACY
              && accuracy.asDouble() <= 1,
          id + ": test accuracy " + accuracy + " is not in [" + LEAST_ACCURACY + ", 1]");
      check(run.path("curve").size() > 0, id + ": a run without a curve");
    }
    JsonNode mean = method.path("summary").path("test").path("mean");
    check(mean.isNumber(), id + ": no mean test metric");
    System.out.printf("  %-12s %.4f%n", id, mean.asDouble());
  }

  private static void checkCurves(List<String> lines) {
    check(lines.size() > 1, "curves.csv has no rows");
    long columns = columns(lines.get(0));
    check(lines.stream().allMatch(line -> columns(line) == columns), "curves.csv is ragged");
  }

  private static long columns(String line) {
    return line.chars().filter(c -> c == ',').count();
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      System.err.println(otherwise);
      System.exit(1);
    }
  }
}
