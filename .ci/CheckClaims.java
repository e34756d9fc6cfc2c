import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Checks the document of {@code reproduce --json}: each claim has a rule, and a verdict with numbers or a note. */
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
      if (claim.path("verdict").isNull()) {
        // What a smoke size or a missing file leaves out, or what is only measured, says so.
        check(!claim.path("note").asText().isBlank(), "claim '" + id + "' has no verdict, no note");
        System.out.printf("  %s: no verdict%n", id);
        continue;
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
