package org.gradus.lab.reproduce;

import java.util.ArrayList;
import java.util.List;

/** Collects what a recipe finds: one finding a claim, tables and plots. */
public final class Findings {
  private final List<Finding> findings = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<Plot> plots = new ArrayList<>();

  /** Adds what was measured for a claim. */
  public Findings add(Finding finding) {
    findings.add(finding);
    return this;
  }

  /** Adds a table. */
  public Findings add(Table table) {
    tables.add(table);
    return this;
  }

  /** Adds a plot. */
  public Findings add(Plot plot) {
    plots.add(plot);
    return this;
  }

  List<Finding> findings() {
    return findings;
  }

  List<Table> tables() {
    return List.copyOf(tables);
  }

  List<Plot> plots() {
    return List.copyOf(plots);
  }
}
