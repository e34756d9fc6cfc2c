import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** Prints the ids of the entries of {@code list --json} that have a recipe, one a line. */
final class Recipes {
  public static void main(String[] args) throws IOException {
    for (JsonNode entry : new ObjectMapper().readTree(Path.of(args[0]).toFile())) {
      JsonNode recipe = entry.path("recipe");
      if (recipe.isTextual() ? !recipe.asText().isEmpty() : recipe.asBoolean()) {
        System.out.println(entry.path("id").asText());
      }
    }
  }
}
