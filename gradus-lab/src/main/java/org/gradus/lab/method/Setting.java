package org.gradus.lab.method;

import java.util.List;

/**
 * One {@code --set METHOD.PARAMETER=VALUE} of the command line, such as {@code
 * sam(adamw).weightDecay=0.1}: METHOD is a compared method as {@code --methods} names it, PARAMETER
 * one of its own or of what it wraps. A parameter that is set is not searched.
 *
 * @param method the method's canonical id
 * @param parameter the hyper-parameter's name
 * @param value its value as text
 */
public record Setting(String method, String parameter, String value) {
  /**
   * Parses and checks a setting.
   *
   * @param text {@code METHOD.PARAMETER=VALUE}
   * @param compared the methods being compared
   * @throws IllegalArgumentException naming the text and what is wrong: its form, a method that is
   *     not compared, an unknown parameter, a value that is not allowed
   */
  public static Setting parse(String text, List<Method> compared) {
    int equals = text.indexOf('=');
    int dot = equals < 0 ? -1 : text.lastIndexOf('.', equals);
    if (dot < 1 || dot + 1 == equals) {
      throw new IllegalArgumentException(
          "--set '"
              + text
              + "' must have the form METHOD.PARAMETER=VALUE, as sgd.learningRate=0.1");
    }
    try {
      Method method = find(text.substring(0, dot), compared);
      String parameter = text.substring(dot + 1, equals).trim();
      String value = text.substring(equals + 1).trim();
      method.defaults().with(parameter, value);
      return new Setting(method.id(), parameter, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--set " + text + ": " + e.getMessage(), e);
    }
  }

  private static Method find(String spec, List<Method> compared) {
    String id = Methods.parse(spec).id();
    return compared.stream()
        .filter(method -> method.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "method '%s' is not compared (compared: %s)"
                        .formatted(
                            id, String.join(", ", compared.stream().map(Method::id).toList()))));
  }

  /**
   * The method's defaults with all its settings applied.
   *
   * @throws IllegalArgumentException if the method refuses them together
   */
  public static Values apply(List<Setting> settings, Method method) {
    Values values = method.defaults();
    for (Setting setting : settings) {
      if (setting.method.equals(method.id())) {
        values = values.with(setting.parameter, setting.value);
      }
    }
    try {
      method.configure(values);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("method " + method.id() + ": " + e.getMessage(), e);
    }
    return values;
  }

  /** As the command line has it. */
  @Override
  public String toString() {
    return method + "." + parameter + "=" + value;
  }
}
