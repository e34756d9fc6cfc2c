package org.gradus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Small tables such as a user has: semicolons, quotes, categories, missing cells. */
final class CustomerFiles {
  private static final int ROWS = 120;
  private static final List<String> TOWNS = List.of("Bonn", "\"Halle; Saale\"", "Ulm");

  private CustomerFiles() {}

  /** Labelled rows: who is older and earns more buys. */
  static Path labelled(Path folder) throws IOException {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("age;town;\"income; monthly\";bought\n");
    for (int row = 0; row < ROWS; row++) {
      int age = 20 + random.nextInt(50);
      double income = 1000 + 3000 * random.nextDouble();
      String cell = row % 10 == 3 ? "" : String.format(Locale.ROOT, "%.2f", income);
      text.append(age).append(';').append(TOWNS.get(row % TOWNS.size())).append(';');
      text.append(cell).append(';').append(age * 50 + income > 4700 ? "yes" : "no").append('\n');
    }
    return Files.writeString(folder.resolve("customers.csv"), text);
  }

  /** New rows without the target and one column, and with a town that no training row has. */
  static Path fresh(Path folder) throws IOException {
    return Files.writeString(folder.resolve("new.csv"), "age;town\n69;Bonn\n21;Kiel\n44;Ulm\n");
  }
}
