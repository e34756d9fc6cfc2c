package org.gradus.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Says which parameters form which {@link ParameterGroup}: the first rule that matches a parameter
 * takes it.
 *
 * <p>Groups are laid out one after another in the flat vector, so that each is one contiguous range
 * and an update stays a few long vector operations.
 */
public final class Grouping {
  /** One rule: parameters that match get these scales. */
  private record Rule(
      String name, Predicate<NamedTensor> matches, double learningRate, double weightDecay) {}

  private final List<Rule> rules;

  private Grouping(List<Rule> rules) {
    this.rules = rules;
  }

  /** All parameters alike. */
  public static Grouping none() {
    return new Grouping(List.of());
  }

  /**
   * No weight decay on biases and normalisation parameters, by the usual rule: tensors of rank 0 or
   * 1.
   */
  public static Grouping noDecayOnBiasesAndNorms() {
    return none().with("biases and norms", p -> p.tensor().dim() <= 1, 1, 0);
  }

  /**
   * This grouping with one more rule, tried after those it has.
   *
   * @param name the group's name
   * @param matches which parameters belong to it
   * @param learningRateScale factor on the learning rate, at least 0
   * @param weightDecayScale factor on the weight decay, at least 0
   */
  public Grouping with(
      String name,
      Predicate<NamedTensor> matches,
      double learningRateScale,
      double weightDecayScale) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(
        new Rule(
            name,
            matches,
            Check.nonNegative("learningRateScale of group " + name, learningRateScale),
            Check.nonNegative("weightDecayScale of group " + name, weightDecayScale)));
    return new Grouping(List.copyOf(more));
  }

  /** The parameters sorted into groups, those no rule takes first; empty groups are left out. */
  List<Members> sort(List<NamedTensor> parameters) {
    List<Members> groups = new ArrayList<>();
    groups.add(new Members("weights", 1, 1, new ArrayList<>()));
    rules.forEach(
        r -> groups.add(new Members(r.name, r.learningRate, r.weightDecay, new ArrayList<>())));
    for (NamedTensor parameter : parameters) {
      groups.get(ruleOf(parameter) + 1).parameters.add(parameter);
    }
    groups.removeIf(g -> g.parameters.isEmpty());
    return groups;
  }

  private int ruleOf(NamedTensor parameter) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).matches.test(parameter)) {
        return i;
      }
    }
    return -1;
  }

  /** The parameters of one group, in the order they were given. */
  record Members(
      String name, double learningRate, double weightDecay, List<NamedTensor> parameters) {}
}
