package org.gradus.lab.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTest {
  private static final List<Method> COMPARED = Methods.parseList("sgd,sam,sam(adamw),sophia-g");

  @Test
  void namesAComparedMethodAndAParameterOfItOrItsBase() {
    Setting setting = Setting.parse("sam(adamw).weightDecay=1e-2", COMPARED);
    assertThat(setting).isEqualTo(new Setting("sam(adamw)", "weightDecay", "1e-2"));
    assertThat(Setting.parse("SAM(sgd).rho = 0.1", COMPARED))
        .isEqualTo(new Setting("sam", "rho", "0.1"));
    assertThat(setting).hasToString("sam(adamw).weightDecay=1e-2");
    assertThat(Setting.parse(setting.toString(), COMPARED)).isEqualTo(setting);
  }

  @Test
  void appliesToItsMethodOnly() {
    List<Setting> settings = List.of(Setting.parse("sam.rho=0.25", COMPARED));
    assertThat(Setting.apply(settings, Methods.parse("sam")).number("rho")).isEqualTo(0.25);
    assertThat(Setting.apply(settings, Methods.parse("sam(adamw)")).number("rho")).isEqualTo(0.05);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          learningRate=0.1          | must have the form METHOD.PARAMETER=VALUE
          sgd.learningRate          | must have the form METHOD.PARAMETER=VALUE
          sgd.=1                    | must have the form METHOD.PARAMETER=VALUE
          sgd.learningrate=0.1      | did you mean 'learningRate'?
          sgd.learningRate=0        | learningRate is '0'; it must be a number > 0
          sgd.learningRate=NaN      | learningRate is 'NaN'; it must be a number > 0
          sgd.learningRate=fast     | learningRate is 'fast'; it must be a number > 0
          sgd.momentum=1            | momentum is '1'; it must be a number in [0, 1)
          sgd.nesterov=yes          | nesterov is 'yes'; it must be true or false
          sophia-g.interval=1.5     | interval is '1.5'; it must be a whole number >= 1
          sophia-g.order=mine       | order is 'mine'; it must be one of paper, official-code
          adamw.weightDecay=0       | method 'adamw' is not compared (compared: sgd, sam, sam(adamw), sophia-g)
          sgdd.momentum=0.5         | did you mean 'sgd'?
          """)
  void whatIsWrongIsNamed(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Setting.parse(text, COMPARED))
        .withMessageStartingWith("--set ")
        .withMessageContaining(text)
        .withMessageContaining(message);
  }

  @Test
  void valuesThatDoNotGoTogetherAreRefused() {
    List<Setting> settings =
        List.of(
            Setting.parse("sgd.nesterov=true", COMPARED),
            Setting.parse("sgd.momentum=0", COMPARED));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Setting.apply(settings, Methods.parse("sgd")))
        .withMessage("method sgd: momentum is 0.0; it must be > 0 with nesterov");
  }
}
