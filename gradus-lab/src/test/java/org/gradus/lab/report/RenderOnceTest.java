package org.gradus.lab.report;

import java.nio.file.*;
import java.util.*;
import org.gradus.lab.result.*;

class RenderOnceTest {
  @org.junit.jupiter.api.Test
  void go() throws Exception {
    Path root = Path.of("/tmp/rep");
    var full = Fixtures.eightMethods();
    var long1 =
        Fixtures.method(
            "sam(adamw(something))",
            "SAM around a method with a very very long name indeed <b>",
            0.97,
            2,
            5,
            0);
    var all =
        Map.of(
            "full",
            full,
            "one",
            Fixtures.comparison(
                Fixtures.ACCURACY, 1, List.of(Fixtures.method("sgd", "SGD", 0.9, 1, 1, 0))),
            "oneseed",
            Fixtures.comparison(
                Fixtures.ACCURACY,
                1,
                List.of(
                    Fixtures.method("sgd", "SGD", 0.9, 1, 1, 0),
                    Fixtures.method("sam", "SAM", 0.93, 2, 1, 0))),
            "diverged",
            Fixtures.comparison(
                Fixtures.ACCURACY,
                3,
                List.of(
                    Fixtures.method("sgd", "SGD", 0.9, 1, 3, 3),
                    Fixtures.method("sam", "SAM", 0.93, 2, 3, 3))),
            "rmse",
            Fixtures.comparison(
                Fixtures.RMSE,
                5,
                List.of(
                    Fixtures.method("sgd", "SGD", 0.9, 1, 5, 0),
                    Fixtures.method("adam", "Adam", 0.83, 1.2, 5, 0),
                    long1)));
    for (var e : all.entrySet()) {
      Path dir = Files.createDirectories(root.resolve(e.getKey()));
      var c = ReportFiles.write(dir, e.getValue());
      Files.writeString(dir.resolve("t.txt"), TerminalReport.render(c));
    }
  }
}
