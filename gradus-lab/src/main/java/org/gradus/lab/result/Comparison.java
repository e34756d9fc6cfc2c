package org.gradus.lab.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Optional;

/**
 * One fair comparison of several methods on one task: the root of {@code result.json}.
 *
 * @param schemaVersion version of the document's schema, see {@link #SCHEMA_VERSION}
 * @param id the run's name, which is also its folder's name
 * @param task what was learned or solved
 * @param metric the number by which methods are judged
 * @param baseline id of the method all others are compared with; one of {@code methods}, unless the
 *     comparison was interrupted before the baseline began
 * @param protocol the rules of the comparison
 * @param provenance what made the result
 * @param model what was trained
 * @param methods results in the order asked for, with distinct ids
 * @param status whether all planned work was done
 * @param notes what a reader must know to judge the result, one sentence each
 */
public record Comparison(
    int schemaVersion,
    String id,
    TaskInfo task,
    Metric metric,
    String baseline,
    Protocol protocol,
    Provenance provenance,
    ModelInfo model,
    List<MethodResult> methods,
    Status status,
    List<String> notes) {

  /** The schema this code writes, and the newest it reads. */
  public static final int SCHEMA_VERSION = 1;

  /** Checks the schema version, presence of every part, distinct ids and the baseline. */
  public Comparison {
    if (schemaVersion < 1 || schemaVersion > SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion must be 1 to "
              + SCHEMA_VERSION
              + ", was "
              + schemaVersion
              + "; a newer result needs a newer Gradus");
    }
    Require.text("id", id);
    Require.present("task", task);
    Require.present("metric", metric);
    Require.text("baseline", baseline);
    Require.present("protocol", protocol);
    Require.present("provenance", provenance);
    Require.present("model", model);
    Require.present("status", status);
    methods = List.copyOf(Require.present("methods", methods));
    notes = notes == null ? List.of() : List.copyOf(notes);
    checkIds(methods, baseline, status);
  }

  /** A comparison of the current schema, without notes. */
  public Comparison(
      String id,
      TaskInfo task,
      Metric metric,
      String baseline,
      Protocol protocol,
      Provenance provenance,
      ModelInfo model,
      List<MethodResult> methods,
      Status status) {
    this(
        SCHEMA_VERSION,
        id,
        task,
        metric,
        baseline,
        protocol,
        provenance,
        model,
        methods,
        status,
        List.of());
  }

  /** This comparison with other results, everything else unchanged. */
  public Comparison withMethods(List<MethodResult> newMethods) {
    return new Comparison(
        schemaVersion,
        id,
        task,
        metric,
        baseline,
        protocol,
        provenance,
        model,
        newMethods,
        status,
        notes);
  }

  /** This comparison with other notes. */
  public Comparison withNotes(List<String> newNotes) {
    return new Comparison(
        schemaVersion,
        id,
        task,
        metric,
        baseline,
        protocol,
        provenance,
        model,
        methods,
        status,
        newNotes);
  }

  /** The result of the method of that id, if it was begun. */
  public Optional<MethodResult> method(String methodId) {
    return methods.stream().filter(m -> m.id().equals(methodId)).findFirst();
  }

  /** The baseline's result, if it was begun. */
  @JsonIgnore
  public Optional<MethodResult> baselineResult() {
    return method(baseline);
  }

  private static void checkIds(List<MethodResult> methods, String baseline, Status status) {
    List<String> ids = methods.stream().map(MethodResult::id).toList();
    if (ids.stream().distinct().count() != ids.size()) {
      throw new IllegalArgumentException("methods must have distinct ids, were " + ids);
    }
    if (status == Status.COMPLETE && !ids.contains(baseline)) {
      throw new IllegalArgumentException("baseline must be one of " + ids + ", was " + baseline);
    }
  }
}
