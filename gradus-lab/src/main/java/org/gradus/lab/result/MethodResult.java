package org.gradus.lab.result;

import java.util.List;
import java.util.Map;

/**
 * All that was measured of one method.
 *
 * @param id the method's id on the command line, such as {@code sam(adamw)}
 * @param label its name for people, such as {@code SAM (AdamW)}
 * @param hyperParameters the tuned values chosen for the final runs, in the order of {@code
 *     searchRanges}
 * @param settings the settings that were not tuned, by name, as text
 * @param searchRanges what was searched
 * @param trials the tuning trials, in the order run
 * @param runs the final runs, at most one a seed
 * @param cost what a step costs, or {@code null} if not measured
 * @param summary what follows from the runs; {@code null} until {@code
 *     org.gradus.lab.stats.Summarizer} has set it
 */
public record MethodResult(
    String id,
    String label,
    Map<String, Double> hyperParameters,
    Map<String, String> settings,
    List<SearchRange> searchRanges,
    List<Trial> trials,
    List<FinalRun> runs,
    Cost cost,
    MethodSummary summary) {

  /** Checks id, label and that each seed was run once. */
  public MethodResult {
    Require.text("method.id", id);
    Require.text("method.label", label);
    hyperParameters = Require.ordered(hyperParameters);
    settings = Require.ordered(settings);
    searchRanges = List.copyOf(Require.present("method.searchRanges", searchRanges));
    trials = List.copyOf(Require.present("method.trials", trials));
    runs = List.copyOf(Require.present("method.runs", runs));
    List<Long> seeds = runs.stream().map(FinalRun::seed).toList();
    if (seeds.stream().distinct().count() != seeds.size()) {
      throw new IllegalArgumentException(
          "runs of " + id + " must have distinct seeds, were " + seeds);
    }
  }

  /** This result with the given summary. */
  public MethodResult withSummary(MethodSummary newSummary) {
    return new MethodResult(
        id, label, hyperParameters, settings, searchRanges, trials, runs, cost, newSummary);
  }
}
