package org.gradus.lab.method;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.lab.text.DidYouMean;

/** One value for each hyper-parameter of a method; immutable. */
public final class Values {
  private final Map<String, Hyperparameter> declared;
  private final Map<String, Object> values;

  private Values(Map<String, Hyperparameter> declared, Map<String, Object> values) {
    this.declared = declared;
    this.values = Collections.unmodifiableMap(values);
  }

  /** The default of every parameter. */
  static Values defaults(List<Hyperparameter> parameters) {
    Map<String, Hyperparameter> declared = new LinkedHashMap<>();
    Map<String, Object> values = new LinkedHashMap<>();
    for (Hyperparameter parameter : parameters) {
      declared.put(parameter.name(), parameter);
      values.put(parameter.name(), parameter.defaultValue());
    }
    return new Values(declared, values);
  }

  /**
   * These values with one changed, given as text.
   *
   * @throws IllegalArgumentException if there is no such parameter (with the closest name) or the
   *     text is not allowed
   */
  public Values with(String name, String text) {
    return put(name, parameter(name).parse(text));
  }

  /** These values with searched numbers in place of their own. */
  public Values with(Map<String, Double> numbers) {
    Values result = this;
    for (Map.Entry<String, Double> entry : numbers.entrySet()) {
      Hyperparameter parameter = parameter(entry.getKey());
      result = result.put(parameter.name(), parameter.fromNumber(entry.getValue()));
    }
    return result;
  }

  private Values put(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return new Values(declared, changed);
  }

  private Hyperparameter parameter(String name) {
    Hyperparameter parameter = declared.get(name);
    if (parameter == null) {
      throw DidYouMean.unknown("parameter", name, new ArrayList<>(declared.keySet()));
    }
    return parameter;
  }

  /** The value of a parameter, of the type {@link Hyperparameter#defaultValue()} has. */
  public Object get(String name) {
    return values.get(parameter(name).name());
  }

  /** The value of a numeric parameter. */
  public double number(String name) {
    return ((Number) get(name)).doubleValue();
  }

  /** All values by name, in the order declared, as {@link #with(String, String)} reads them. */
  public Map<String, String> asText() {
    Map<String, String> text = new LinkedHashMap<>();
    values.forEach((name, value) -> text.put(name, value.toString()));
    return text;
  }
}
