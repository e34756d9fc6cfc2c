package org.gradus.lab.recipes.sso;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.gradus.core.Monitor;
import org.gradus.lab.recipes.sso.Contest.Entry;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContestTest {
  /** Imitation and factorisation need no files. */
  @Test
  void everyMethodLowersTheGapAndSurrogatesAreCounted(@TempDir Path folder) {
    Context context = new Context(true, 1, folder, Monitor.SILENT, Progress.SILENT);
    Contest contest = new Contest(context);
    for (Problem problem : Problems.all(context)) {
      if (problem.name().contains("-")) {
        continue;
      }
      double start = problem.instance().apply(1L).gap();
      Problem longer = problem.withSteps(20);
      Entry sgd = contest.enter(longer, Contender.sgd());
      Entry sso = contest.enter(longer, Contender.sso(10));
      Entry search = contest.enter(longer, Contender.sls());
      assertThat(sgd.outcomes().get(0).gap()).isLessThan(start);
      assertThat(search.outcomes().get(0).gap()).isLessThan(start);
      assertThat(sso.outcomes().get(0).gap()).isLessThan(sgd.outcomes().get(0).gap());
      assertThat(sgd.outcomes().get(0).passes()).isEqualTo(40);
      assertThat(sso.outcomes().get(0).passes()).isGreaterThan(40);
    }
  }
}
