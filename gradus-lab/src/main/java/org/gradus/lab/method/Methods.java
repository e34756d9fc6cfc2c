package org.gradus.lab.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradus.lab.text.DidYouMean;

/**
 * All methods by name.
 *
 * <p>The grammar of a method: {@code ID} or {@code WRAPPER(ID)}. A wrapper alone wraps its default
 * base, so {@code sam} and {@code sam(sgd)} are one method, with the id {@code sam}. A wrapper
 * around a wrapper is refused: each perturbs where its base measures, and a perturbation at a
 * perturbed point is no method anybody has defined, and penalties that each keep their own record
 * are not compared together.
 *
 * <p>Behind it may stand parts, each with a plus sign: {@code METHOD+PART+PART}, as {@code
 * sam(adamw)+linear}; {@link Parts} has their grammar. At most one of a kind.
 */
public final class Methods {
  private static final Map<String, Method> METHODS = new LinkedHashMap<>();
  private static final Map<String, Wrapper> WRAPPERS = new LinkedHashMap<>();

  static {
    UpdateRules.all().forEach(method -> METHODS.put(method.id(), method));
    CurvatureRules.all().forEach(method -> METHODS.put(method.id(), method));
    ClippedRules.all().forEach(method -> METHODS.put(method.id(), method));
    LowRankRules.all().forEach(method -> METHODS.put(method.id(), method));
    FisherRules.all().forEach(method -> METHODS.put(method.id(), method));
    AdaGradRules.all().forEach(method -> METHODS.put(method.id(), method));
    TargetRules.all().forEach(method -> METHODS.put(method.id(), method));
    Stream.of(SharpnessWrappers.all(), TrustWrappers.all(), TrajectoryWrappers.all())
        .flatMap(List::stream)
        .forEach(wrapper -> WRAPPERS.put(wrapper.id(), wrapper));
  }

  private Methods() {}

  /** Every method that needs no base, and every wrapper around its default base. */
  public static List<Method> all() {
    return Stream.concat(
            METHODS.values().stream(),
            WRAPPERS.values().stream().map(w -> w.around(METHODS.get(w.defaultBase()))))
        .toList();
  }

  /** The wrapper of that id. */
  public static Optional<Wrapper> wrapper(String id) {
    return Optional.ofNullable(WRAPPERS.get(id));
  }

  /** The names of methods and wrappers. */
  public static List<String> ids() {
    return Stream.concat(METHODS.keySet().stream(), WRAPPERS.keySet().stream()).toList();
  }

  /**
   * The method of a name, such as {@code adamw}, {@code sam(adamw)} or {@code sam(adamw)+linear};
   * case and blanks do not count, but in the names of files.
   *
   * @throws IllegalArgumentException naming what is unknown or wrong, with the closest known name
   */
  public static Method parse(String text) {
    String[] pieces = text.split("\\+", -1);
    if (pieces.length == 1) {
      return bare(text);
    }
    if (text.indexOf(')') > text.indexOf('+')) {
      throw new IllegalArgumentException(
          "method '%s' has a part inside the parentheses; parts stand behind, as sam(adamw)+linear"
              .formatted(text));
    }
    List<Part> parts = Arrays.stream(pieces).skip(1).map(Parts::parse).toList();
    return bare(pieces[0]).with(parts);
  }

  /**
   * The update rule at the bottom of a method: {@code adamw} for {@code sam(adamw)+linear}.
   *
   * @param method a method that {@link #parse} made
   */
  public static String updateRule(Method method) {
    Method at = method;
    while (!METHODS.containsKey(at.id())) {
      at = parse(at.baseline());
    }
    return at.id();
  }

  private static Method bare(String text) {
    String spec = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
    int open = spec.indexOf('(');
    if (open < 0 && spec.indexOf(')') < 0) {
      return simple(spec);
    }
    if (open < 1 || !spec.endsWith(")")) {
      throw new IllegalArgumentException(
          "method '" + text + "' must have the form NAME or WRAPPER(NAME), as sam(adamw)");
    }
    return composed(spec.substring(0, open), spec.substring(open + 1, spec.length() - 1));
  }

  private static Method simple(String id) {
    Wrapper wrapper = WRAPPERS.get(id);
    Method method = wrapper == null ? METHODS.get(id) : null;
    if (wrapper == null && method == null) {
      throw DidYouMean.unknown("method", id, ids());
    }
    return wrapper == null ? method : wrapper.around(METHODS.get(wrapper.defaultBase()));
  }

  private static Method composed(String outer, String inner) {
    Wrapper wrapper = WRAPPERS.get(outer);
    if (wrapper == null) {
      if (METHODS.containsKey(outer)) {
        throw new IllegalArgumentException(
            "method '%s' wraps nothing; only %s do"
                .formatted(outer, String.join(", ", WRAPPERS.keySet())));
      }
      throw DidYouMean.unknown("wrapper", outer, WRAPPERS.keySet());
    }
    int open = inner.indexOf('(');
    if (WRAPPERS.containsKey(open < 0 ? inner : inner.substring(0, open))) {
      throw new IllegalArgumentException(
          "method '%s(%s)' is a wrapper around a wrapper, which is not compared; %s wraps one of %s"
              .formatted(outer, inner, outer, String.join(", ", METHODS.keySet())));
    }
    return wrapper.around(parse(inner));
  }

  /**
   * The methods of a list separated by commas, in its order.
   *
   * @throws IllegalArgumentException as {@link #parse}, or if one is named twice or none at all
   */
  public static List<Method> parseList(String text) {
    List<Method> methods = new ArrayList<>();
    for (String spec : text.split(",", -1)) {
      if (spec.isBlank()) {
        throw new IllegalArgumentException(
            "methods '" + text + "' must be names separated by single commas");
      }
      Method method = parse(spec);
      if (methods.stream().anyMatch(other -> other.id().equals(method.id()))) {
        throw new IllegalArgumentException(
            "methods '" + text + "' name '" + method.id() + "' twice");
      }
      methods.add(method);
    }
    return methods;
  }
}
