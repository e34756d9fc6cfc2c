package org.gradus.lab.method;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.result.SearchRange;
import org.gradus.lab.result.SearchRange.Scale;

/**
 * A method's {@code Config} record as declared hyper-parameters, and back: names, types and
 * defaults come from the record, meanings from the {@link Glossary}.
 *
 * <p>Enums are choices by their names in lower case with hyphens. A component of any other type is
 * a choice among named instances, given with {@link #choice}.
 *
 * @param <C> the record
 */
final class Form<C extends Record> {
  private final C defaults;
  private final Map<String, SearchRange> ranges;
  private final Map<String, Map<String, Object>> choices;

  private Form(
      C defaults, Map<String, SearchRange> ranges, Map<String, Map<String, Object>> choices) {
    this.defaults = defaults;
    this.ranges = ranges;
    this.choices = choices;
  }

  /** A form whose defaults are these, with nothing searched. */
  static <C extends Record> Form<C> of(C defaults) {
    Map<String, Map<String, Object>> enums = new LinkedHashMap<>();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      if (component.getType().isEnum()) {
        Map<String, Object> options = new LinkedHashMap<>();
        for (Object constant : component.getType().getEnumConstants()) {
          options.put(optionName((Enum<?>) constant), constant);
        }
        enums.put(component.getName(), options);
      }
    }
    return new Form<>(defaults, new LinkedHashMap<>(), enums);
  }

  private static String optionName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** This form with a parameter searched log-uniformly. */
  Form<C> search(String name, double low, double high) {
    Map<String, SearchRange> more = new LinkedHashMap<>(ranges);
    more.put(name, new SearchRange(name, low, high, Scale.LOG));
    return new Form<>(defaults, more, choices);
  }

  /** This form with named instances for a parameter that is neither number, boolean nor enum. */
  Form<C> choice(String name, Map<String, Object> options) {
    Map<String, Map<String, Object>> more = new LinkedHashMap<>(choices);
    more.put(name, options);
    return new Form<>(defaults, ranges, more);
  }

  /** The declared parameters, in the record's order. */
  List<Hyperparameter> hyperparameters() {
    List<Hyperparameter> list = new ArrayList<>();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      list.add(declare(component));
    }
    return list;
  }

  private Hyperparameter declare(RecordComponent component) {
    String name = component.getName();
    Glossary.Entry entry = Glossary.of(name);
    Object value = read(component);
    Hyperparameter.Type type = type(component);
    Map<String, Object> options = choices.getOrDefault(name, Map.of());
    return new Hyperparameter(
        name,
        entry.description(),
        type,
        type == Hyperparameter.Type.CHOICE ? nameOf(options, value) : value,
        entry.interval(),
        List.copyOf(options.keySet()),
        ranges.get(name));
  }

  private static Hyperparameter.Type type(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == double.class) {
      return Hyperparameter.Type.REAL;
    }
    if (type == int.class) {
      return Hyperparameter.Type.INTEGER;
    }
    return type == boolean.class ? Hyperparameter.Type.BOOLEAN : Hyperparameter.Type.CHOICE;
  }

  private static String nameOf(Map<String, Object> options, Object value) {
    return options.entrySet().stream()
        .filter(option -> option.getValue().equals(value))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(value + " is not among " + options));
  }

  private Object read(RecordComponent component) {
    try {
      return component.getAccessor().invoke(defaults);
    } catch (ReflectiveOperationException e) {
      throw unusable(e);
    }
  }

  /**
   * The record of these values.
   *
   * @throws IllegalArgumentException the record's own, if it refuses them
   */
  C read(Values values) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Object value = values.get(components[i].getName());
      Map<String, Object> options = choices.get(components[i].getName());
      arguments[i] = options == null ? value : options.get(value);
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      @SuppressWarnings("unchecked") // the class of a C
      Class<C> type = (Class<C>) defaults.getClass();
      Constructor<C> canonical = type.getDeclaredConstructor(types);
      return canonical.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw unusable(e);
    } catch (ReflectiveOperationException e) {
      throw unusable(e);
    }
  }

  private IllegalStateException unusable(ReflectiveOperationException e) {
    return new IllegalStateException(defaults.getClass() + " cannot be used as a form", e);
  }
}
