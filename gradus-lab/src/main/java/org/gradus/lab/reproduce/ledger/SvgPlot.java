package org.gradus.lab.reproduce.ledger;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Series;

/**
 * A line plot as a self-contained SVG, readable on light and dark pages and in print.
 *
 * <p>Drawn here because the Java chart libraries that write SVG do it through LGPL modules or need
 * a desktop toolkit.
 */
public final class SvgPlot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 64;
  private static final int RIGHT = 170;
  private static final int TOP = 34;
  private static final int BOTTOM = 46;
  private static final int LEGEND_LINE = 18;

  /** Okabe and Ito's colours, which differ for every kind of colour vision, less the yellow. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#888888");

  private static final String STYLE =
      """
      <style>
        text { font: 12px system-ui, sans-serif; fill: #222 }
        .title { font-size: 14px; font-weight: 600 }
        .grid { stroke: #8884; stroke-width: 1 }
        .line { fill: none; stroke-width: 1.8 }
        @media (prefers-color-scheme: dark) { text { fill: #ddd } }
      </style>
      """;

  private final Plot plot;
  private final Scale x;
  private final Scale y;
  private final StringBuilder out = new StringBuilder();

  private SvgPlot(Plot plot) {
    this.plot = plot;
    x = Scale.of(values(s -> DoubleStream.of(s.x())), plot.x().logarithmic());
    y = Scale.of(values(SvgPlot::extent), plot.y().logarithmic());
  }

  /** The plot as an SVG document. */
  public static String draw(Plot plot) {
    return new SvgPlot(plot).draw();
  }

  private DoubleStream values(java.util.function.Function<Series, DoubleStream> of) {
    return plot.series().stream().flatMapToDouble(of);
  }

  private static DoubleStream extent(Series s) {
    return IntStream.range(0, s.y().length)
        .boxed()
        .flatMapToDouble(i -> DoubleStream.of(s.y()[i] - error(s, i), s.y()[i] + error(s, i)));
  }

  private static double error(Series s, int i) {
    return s.error().length == 0 || !Double.isFinite(s.error()[i]) ? 0 : s.error()[i];
  }

  private String draw() {
    put(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' role='img'"
            + " aria-label='%s'>%n",
        WIDTH, HEIGHT, escape(plot.title()));
    out.append(STYLE);
    put("<text class='title' x='%d' y='20'>%s</text>%n", LEFT, escape(plot.title()));
    axes();
    for (int i = 0; i < plot.series().size(); i++) {
      String colour = COLOURS.get(i % COLOURS.size());
      line(plot.series().get(i), colour, i >= COLOURS.size());
      legend(plot.series().get(i).name(), colour, i);
    }
    return out.append("</svg>\n").toString().replace("\r\n", "\n");
  }

  private void axes() {
    for (double tick : x.ticks()) {
      put("<path class='grid' d='M%.1f %dV%d'/>%n", px(tick), TOP, HEIGHT - BOTTOM);
      put(
          "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>%n",
          px(tick), HEIGHT - BOTTOM + 16, Words.number(tick));
    }
    for (double tick : y.ticks()) {
      put("<path class='grid' d='M%d %.1fH%d'/>%n", LEFT, py(tick), WIDTH - RIGHT);
      put(
          "<text x='%d' y='%.1f' text-anchor='end'>%s</text>%n",
          LEFT - 6, py(tick) + 4, Words.number(tick));
    }
    int middle = (LEFT + WIDTH - RIGHT) / 2;
    put(
        "<text x='%d' y='%d' text-anchor='middle'>%s</text>%n",
        middle, HEIGHT - 8, escape(plot.x().label()));
    int centre = (TOP + HEIGHT - BOTTOM) / 2;
    put(
        "<text transform='translate(14 %d) rotate(-90)' text-anchor='middle'>%s</text>%n",
        centre, escape(plot.y().label()));
  }

  private void line(Series series, String colour, boolean dashed) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < series.x().length; i++) {
      boolean shown = x.shows(series.x()[i]) && y.shows(series.y()[i]);
      if (shown) {
        path.append(
            String.format(
                Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", px(series.x()[i]), py(series.y()[i])));
        errorBar(series, i, colour);
      }
      pen = shown;
    }
    put(
        "<path class='line' stroke='%s'%s d='%s'/>%n",
        colour, dashed ? " stroke-dasharray='5 3'" : "", path);
    if (series.x().length <= 30) {
      dots(series, colour);
    }
  }

  private void errorBar(Series series, int i, String colour) {
    double low = series.y()[i] - error(series, i);
    if (error(series, i) > 0 && y.shows(low)) {
      put(
          "<path stroke='%s' d='M%.1f %.1fV%.1f'/>%n",
          colour, px(series.x()[i]), py(low), py(series.y()[i] + error(series, i)));
    }
  }

  private void dots(Series series, String colour) {
    for (int i = 0; i < series.x().length; i++) {
      if (x.shows(series.x()[i]) && y.shows(series.y()[i])) {
        put(
            "<circle cx='%.1f' cy='%.1f' r='2.5' fill='%s'/>%n",
            px(series.x()[i]), py(series.y()[i]), colour);
      }
    }
  }

  private void legend(String name, String colour, int i) {
    int at = TOP + 8 + i * LEGEND_LINE;
    put(
        "<path class='line' stroke='%s' d='M%d %dh18'/><text x='%d' y='%d'>%s</text>%n",
        colour, WIDTH - RIGHT + 12, at, WIDTH - RIGHT + 36, at + 4, escape(name));
  }

  private double px(double value) {
    return LEFT + x.position(value) * (WIDTH - LEFT - RIGHT);
  }

  private double py(double value) {
    return HEIGHT - BOTTOM - y.position(value) * (HEIGHT - TOP - BOTTOM);
  }

  private void put(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;");
  }
}
