package org.gradus.lab.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.Protocol;
import org.gradus.lab.result.Provenance;

/** Protocol and provenance in words, by what they are about. */
final class Descriptions {

  private static final String UNKNOWN = "unknown";

  private Descriptions() {}

  static Map<String, String> protocol(Comparison comparison) {
    Protocol p = comparison.protocol();
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("Tuning", p.tuningRule() + " Trials a method: " + p.trials() + ".");
    entries.put("Final runs", "Seeds " + seeds(p) + ". " + p.pairingRule());
    entries.put(
        "Training",
        p.epochs()
            + " epochs"
            + (p.batchSize() == 0 ? "." : ", batches of " + p.batchSize() + "."));
    entries.put(
        "Data",
        "%s for training, %s for validation (choices), %s for the test."
            .formatted(
                Numbers.grouped(p.split().train()),
                Numbers.grouped(p.split().validation()),
                Numbers.grouped(p.split().test())));
    entries.put("Target", p.targetRule() + target(comparison));
    entries.put("Diverged runs", p.divergenceRule());
    entries.put(
        "Statistics",
        "Means with Student’s 95 % confidence intervals. Differences are taken seed by seed and "
            + "tested by the two-sided paired t-test; a seed of which either run diverged is left "
            + "out and counted. p-values are adjusted by Holm over all methods, and a method is "
            + "called better or worse where the adjusted p-value is below 0.05. A target never "
            + "reached counts as the longest time; – stands where a number is undefined.");
    return entries;
  }

  static Map<String, String> provenance(Comparison comparison) {
    Provenance p = comparison.provenance();
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("Run", comparison.id());
    entries.put("Gradus", p.gradusVersion() + " (git " + orUnknown(p.gitRevision()) + ")");
    entries.put("Data", p.dataSource());
    entries.put("Data SHA-256", orUnknown(p.dataSha256()));
    entries.put("JDK", p.jdk());
    entries.put("libtorch", orUnknown(p.libtorch()));
    entries.put("System", p.os());
    entries.put("Processor", p.cpu() + ", threads used: " + p.threads());
    entries.put("Host", p.host());
    entries.put("Started", p.started().toString());
    entries.put("Finished", p.finished() == null ? UNKNOWN : p.finished().toString());
    return entries;
  }

  private static String seeds(Protocol protocol) {
    String all = protocol.seeds().toString();
    return all.substring(1, all.length() - 1);
  }

  private static String target(Comparison comparison) {
    Double target = comparison.protocol().target();
    return target == null
        ? ""
        : " Here: validation "
            + comparison.metric().name()
            + " of "
            + new Numbers(comparison.metric()).valueWithUnit(target)
            + ".";
  }

  private static String orUnknown(String text) {
    return text == null ? UNKNOWN : text;
  }
}
