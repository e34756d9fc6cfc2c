package org.gradus.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Threads;
import org.gradus.core.Threads.Setting;
import org.gradus.lab.data.NamedData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus doctor}: whether this machine is set up well, and what would be better. */
@Command(
    name = "doctor",
    description = "Check the JDK, native libraries, threads, memory and data of this machine.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final double GIB = 1024.0 * 1024 * 1024;

  /** Below this a small network trains, but a large one may not fit. */
  private static final double LITTLE_MEMORY_GIB = 2;

  private static final int WIDTH = 88;

  @Mixin private Output output;

  @Option(names = "--json", description = "Print the findings as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<Setting> findings = new ArrayList<>();
    findings.add(new Setting("Java", Runtime.version().toString(), Optional.empty()));
    findings.add(memory());
    Setting natives = natives();
    findings.add(natives);
    if (natives.advice().isEmpty()) {
      findings.addAll(Threads.report());
    }
    NamedData.names().forEach(name -> findings.add(data(name)));
    if (json) {
      output.json(findings.stream().map(Finding::of).toList());
    } else {
      print(findings);
    }
    return natives.advice().isEmpty() ? Exit.OK : Exit.FAILED;
  }

  /** A finding as JSON. */
  private record Finding(String name, String value, String advice) {
    static Finding of(Setting s) {
      return new Finding(s.name(), s.value(), s.advice().orElse(null));
    }
  }

  private static Setting memory() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double free = system.getFreeMemorySize() / GIB;
    return new Setting(
        "memory",
        String.format(
            Locale.ROOT, "%.1f GiB free of %.1f", free, system.getTotalMemorySize() / GIB),
        free < LITTLE_MEMORY_GIB
            ? Optional.of("close other programs, or use small models and batches")
            : Optional.empty());
  }

  private static Setting natives() {
    try (PointerScope scope = new PointerScope()) {
      Tensor product = torch.eye(2).matmul(torch.ones(2, 2));
      boolean sound = product.sum().item_double() == 4;
      return new Setting(
          "libtorch natives",
          Loader.getPlatform() + ", CUDA " + (torch.cuda_is_available() ? "yes" : "no"),
          sound ? Optional.empty() : Optional.of("they compute wrongly: reinstall"));
    } catch (LinkageError e) {
      return new Setting(
          "libtorch natives",
          "do not load: " + e.getMessage(),
          Optional.of("build for this platform (see CONTRIBUTING.md, natives)"));
    }
  }

  private static Setting data(String name) {
    boolean present = NamedData.standard().isPresent(name);
    return new Setting(
        "data: " + name,
        present ? "here" : "not here",
        present
            ? Optional.empty()
            : Optional.of("'gradus compare " + name + "' says where to put which file"));
  }

  private void print(List<Setting> findings) {
    output
        .out()
        .println(
            TextTable.of(
                findings,
                List.of(
                    TextTable.column("what", Setting::name, WIDTH),
                    TextTable.column("found", Setting::value, WIDTH),
                    TextTable.column("advice", s -> s.advice().orElse(""), WIDTH))));
  }
}
