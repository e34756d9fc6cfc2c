import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Checks the document of {@code reproduce --json}: each claim has a rule, a verdict and numbers. */
final class CheckClaims {

  private static final List<String> VERDICTS = List.of("reproduced", "partly", "not_reproduced");

  public static void main(String[] args) throws IOException {
    JsonNode claims = new ObjectMapper().readTree(Path.of(args[0]).toFile()).path("claims");
    check(claims.size() > 0, "no claims");
    for (JsonNode claim : claims) {
      String id = claim.path("id").asText();
      for (String field : List.of("id", "text", "rule")) {
        check(!claim.path(field).asText().isBlank(), "claim '" + id + "' has no " + field);
      }
      String verdict = claim.path("verdict").asText();
      check(VERDICTS.contains(verdict), "claim '" + id + "': verdict '" + verdict + "'");
      check(claim.path("numbers").size() > 0, "claim '" + id + "' has no numbers");
      System.out.printf("  %s: %s%n", id, verdict);
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      System.err.println(otherwise);
      System.exit(1);
    }
  }
}
