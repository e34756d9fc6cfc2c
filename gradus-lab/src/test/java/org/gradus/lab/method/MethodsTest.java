package org.gradus.lab.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.NamedTensor;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Schedule;
import org.gradus.lab.schedule.ScheduleFile;
import org.gradus.optim.AdamW;
import org.gradus.sharpness.Sam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MethodsTest {
  @Test
  void theFixedNamesAreThere() {
    assertThat(Methods.ids())
        .contains(
            "sgd", "adam", "adamw", "sam", "asam", "sophia-g", "sophia-h", "adahessian", "lion")
        .contains("fsam", "tram", "tram-0", "tram-x", "tram-fisher", "trpo", "r3f", "saf", "mesa");
  }

  static List<Method> everyPair() {
    List<String> wrappers =
        Methods.ids().stream().filter(id -> Methods.wrapper(id).isPresent()).toList();
    return Methods.ids().stream()
        .flatMap(
            id ->
                wrappers.contains(id)
                    ? Stream.of(id)
                    : Stream.concat(Stream.of(id), wrappers.stream().map(w -> w + "(" + id + ")")))
        .map(Methods::parse)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void everyMethodIsBuiltFromItsDefaultsAndTheEndsOfItsRanges(Method method) {
    assertThat(Methods.parse(method.id()).id()).isEqualTo(method.id());
    assertThat(method.searchRanges()).extracting("parameter").contains("learningRate");
    Values values = method.defaults();
    assertThat(build(method, values).learningRate()).isEqualTo(values.number("learningRate"));
    method
        .searchRanges()
        .forEach(
            r -> {
              build(method, values.with(Map.of(r.parameter(), r.low())));
              build(method, values.with(Map.of(r.parameter(), r.high())));
              assertThat(values.number(r.parameter())).isBetween(r.low(), r.high());
            });
  }

  private static Optimizer build(Method method, Values values) {
    Tensor weight = torch.ones(2, 3).set_requires_grad(true);
    ParameterVector theta = ParameterVector.of(List.of(new NamedTensor("w", weight)));
    return method.configure(values).create(theta, new Run(1, 10, 5, 12));
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void theRecordsAcceptEveryIntervalsInside(Method method) {
    for (Hyperparameter h : method.hyperparameters()) {
      if (h.interval() != null && !h.name().equals("momentum")) {
        double inside = h.interval().lowIncluded() ? h.interval().low() : h.interval().low() + 1e-9;
        Values values = method.defaults().with(h.name(), h.parse(plain(inside, h)).toString());
        assertThat(method.configure(values)).isNotNull();
      }
    }
  }

  private static String plain(double value, Hyperparameter h) {
    return h.type() == Hyperparameter.Type.INTEGER ? Integer.toString((int) value) : "" + value;
  }

  @Test
  void wrappersComposeAndPlainOnesWrapSgd() {
    assertThat(Methods.parse("sam").title()).isEqualTo("SAM (SGD)");
    assertThat(Methods.parse(" SAM( sgd )").id()).isEqualTo("sam");
    Method method = Methods.parse("sam(adamw)");
    assertThat(method.baseline()).isEqualTo("adamw");
    assertThat(method.hyperparameters())
        .extracting(Hyperparameter::name)
        .startsWith("rho", "learningRate");
    Values values = method.defaults().with("weightDecay", "0.25").with("rho", "0.125");
    Optimizer optimizer = build(method, values);
    assertThat(optimizer).isInstanceOf(Sam.class);
    assertThat(((Sam) optimizer).base()).isInstanceOf(AdamW.class);
    assertThat(values.asText()).containsEntry("weightDecay", "0.25").containsEntry("rho", "0.125");
  }

  @Test
  void whatIsNoMethodIsRefusedInOneLine() {
    refused("adamv", "unknown method 'adamv'; did you mean 'adamw'? (known: sgd, ");
    refused("sm(adamw)", "unknown wrapper 'sm'; did you mean 'sam'? (known: sam, asam, fsam, ");
    refused("adamw(sgd)", "method 'adamw' wraps nothing; only sam, asam, fsam, ");
    refused("sam(asam)", "method 'sam(asam)' is a wrapper around a wrapper");
    refused("sam(asam(sgd))", "method 'sam(asam(sgd))' is a wrapper around a wrapper");
    refused("sam(adamw", "must have the form NAME or WRAPPER(NAME)");
    refused("adamw)", "must have the form NAME or WRAPPER(NAME)");
    refused("", "unknown method ''");
  }

  private static void refused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Methods.parse(text))
        .withMessageContaining(message);
  }

  @Test
  void listsKeepTheirOrderAndRefuseRepeats() {
    assertThat(Methods.parseList("sgd, sam(adamw),sophia-g"))
        .extracting(Method::id)
        .containsExactly("sgd", "sam(adamw)", "sophia-g");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Methods.parseList("sam,adamw,sam(sgd)"))
        .withMessage("methods 'sam,adamw,sam(sgd)' name 'sam' twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Methods.parseList("sgd,,adamw"))
        .withMessageContaining("separated by single commas");
  }

  @Test
  void partsAreAddedWithTheirSettings() {
    Method method = Methods.parse("Sam(AdamW) + WSD");
    assertThat(method.id()).isEqualTo("sam(adamw)+wsd");
    assertThat(method.title()).isEqualTo("SAM (AdamW) + wsd schedule");
    assertThat(method.baseline()).isEqualTo("sam(adamw)");
    assertThat(method.hyperparameters())
        .extracting(Hyperparameter::name)
        .contains("rho", "learningRate", "warmup", "decayShare");
    assertThat(method.searchRanges()).extracting("parameter").contains("decayShare");
    Schedule schedule = method.schedule(method.defaults()).orElseThrow().over(100);
    assertThat(schedule.factor(0)).isEqualTo(0.2);
    assertThat(schedule.factor(80)).isCloseTo(1, within(1e-12));
    assertThat(schedule.factor(90)).isCloseTo(0.5, within(1e-12));
    assertThat(Methods.parse("adamw").schedule(Methods.parse("adamw").defaults())).isEmpty();
    assertThat(Methods.updateRule(method)).isEqualTo("adamw");
    assertThat(Methods.updateRule(Methods.parse("sam+flat"))).isEqualTo("sgd");
    Values impossible = method.defaults().with("warmup", "0.9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> method.configure(impossible))
        .withMessageContaining("warmup + decayShare");
  }

  static List<Method> everySchedule() {
    return Parts.all().stream().map(part -> Methods.parse("sgd+" + part.id())).toList();
  }

  @ParameterizedTest
  @MethodSource("everySchedule")
  void everyPartIsBuiltFromItsDefaultsAndTheEndsOfItsRanges(Method method) {
    everyMethodIsBuiltFromItsDefaultsAndTheEndsOfItsRanges(method);
  }

  @Test
  void whatIsNoPartIsRefusedInOneLine(@TempDir Path folder) {
    refused("adamw+liner", "unknown part 'liner'; did you mean 'linear'? (known: flat, ");
    refused("adamw+linear+cosine", "cannot follow two schedules, linear and cosine");
    refused("sam(adamw+linear)", "has a part inside the parentheses");
    refused("+linear", "unknown method ''");
    refused("adamw+", "unknown part ''");
    refused("adamw+linear:0.1", "part 'linear' takes no argument");
    refused("adamw+refined", "needs the file of a schedule");
    refused("adamw+refined:" + folder.resolve("None.json"), "there is no schedule file");
  }

  @Test
  void aRefinedScheduleIsReadFromItsFile(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("Refined.json");
    new ScheduleFile(1, "sgd", "runs/x", "L2", 2, 0.1, List.of(0.5, 1.0, 0.0)).write(json);
    Method method = Methods.parse("sgd+refined:" + json);
    assertThat(method.files()).containsExactly(json);
    Schedule schedule = method.schedule(method.defaults()).orElseThrow().over(5);
    assertThat(schedule.factor(1)).isEqualTo(0.75);
    assertThat(Methods.parse(method.id()).id()).isEqualTo(method.id());
    Files.writeString(json, "{\"schemaVersion\": 1, \"factors\": [0]}");
    refused("sgd+refined:" + json, "Refined.json");
    Files.writeString(json, "no json");
    refused("sgd+refined:" + json, "is no schedule");
  }

  @Test
  void choicesAndIntegersAreReadFromTheRecords() {
    Method sophia = Methods.parse("sophia-g");
    Values values = sophia.defaults().with("order", "official-code").with("interval", "5");
    assertThat(sophia.configure(values)).isNotNull();
    assertThat(values.get("interval")).isEqualTo(5);
    assertThat(Methods.parse("adahessian").defaults().get("blockRule")).isEqualTo("conv-kernel");
  }
}
