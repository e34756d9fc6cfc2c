package org.gradus.lab.reproduce;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The recipes there are, found as services. */
public final class Recipes {
  private Recipes() {}

  /** All recipes, by the number of their paper. */
  public static List<Recipe> all() {
    return ServiceLoader.load(Recipe.class, Recipes.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing((Recipe r) -> r.entry().paper()).thenComparing(Recipe::id))
        .toList();
  }

  /** The recipes of a family of papers, such as {@code training}. */
  public static List<Recipe> family(String family) {
    return all().stream().filter(r -> r.entry().family().equals(family)).toList();
  }

  /** The recipe of this id. */
  public static Optional<Recipe> find(String id) {
    return all().stream().filter(r -> r.id().equals(id)).findFirst();
  }
}
