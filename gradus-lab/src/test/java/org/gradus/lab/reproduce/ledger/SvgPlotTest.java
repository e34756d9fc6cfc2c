package org.gradus.lab.reproduce.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.DoubleStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class SvgPlotTest {
  private static Document draw(Series... series) throws Exception {
    Plot plot =
        new Plot("p", "a < b & c", Axis.logarithmic("x"), Axis.linear("y"), List.of(series));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(SvgPlot.draw(plot).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void isWellFormedAndDrawsWhatIsFinite() throws Exception {
    Document svg =
        draw(
            new Series(
                "s",
                new double[] {1, 10, 100, 0},
                new double[] {1, Double.NaN, 3, 4},
                new double[] {0.1, 0.1, 0.1, 0.1}));
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2);
    assertThat(svg.getDocumentElement().getAttribute("aria-label")).isEqualTo("a < b & c");
  }

  @Test
  void anEmptyPlotIsStillAPlot() throws Exception {
    Document svg = draw(Series.of("s", new double[0], new double[0]));
    assertThat(svg.getElementsByTagName("circle").getLength()).isZero();
  }

  @Test
  void ticksAreRound() {
    assertThat(Scale.of(DoubleStream.of(0, 10), false).ticks())
        .containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
    assertThat(Scale.of(DoubleStream.of(1e2, 1e6), true).ticks())
        .containsExactly(1e2, 1e3, 1e4, 1e5, 1e6);
  }
}
