package org.gradus.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gradus.lab.data.DataFiles;
import org.gradus.lab.data.Header;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.data.Options;
import org.gradus.lab.data.RawData;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.solve.compare.SolverTask;
import org.gradus.lab.solve.compare.SolverTasks;
import org.gradus.lab.task.Task;
import org.gradus.lab.task.TaskData;
import org.gradus.lab.task.Tasks;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Which task on which data with which model; shared by the commands that train. As a map it goes
 * into a run folder, so that a run is continued with what it was begun with.
 */
final class TaskOptions {
  @Parameters(
      paramLabel = "TASK",
      arity = "0..1",
      description = "A built-in task ('gradus tasks' lists them), or none with --data or --text.")
  private String task;

  @ArgGroup(heading = "Your own data:%n", exclusive = false)
  private DataOptions data = new DataOptions();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = {
        "linear, mlp[:WIDTH,...], cnn, resnet8, resnet20, gpt[:LAYERSxWIDTH]",
        "(default: what suits the task)."
      })
  private String model;

  @Option(
      names = "--torchscript",
      paramLabel = "FILE",
      description =
          "Your own model, saved by torch.jit.script(model).save(FILE); trained in place.")
  private Path torchscript;

  /** The class of problems, where one was named in place of a task. */
  Optional<SolverTask> solverTask() {
    return task == null ? Optional.empty() : SolverTasks.find(task.toLowerCase(Locale.ROOT));
  }

  /** Everything that was said, for {@link #of}; paths absolute. */
  Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    put(map, "task", task);
    put(map, "data", absolute(data.data));
    put(map, "text", absolute(data.text));
    put(map, "target", data.target);
    put(map, "kind", data.kind);
    put(map, "header", data.header);
    put(map, "delimiter", data.delimiter);
    put(map, "model", model);
    put(map, "torchscript", absolute(torchscript));
    return map;
  }

  /** The options a map was made of. */
  static TaskOptions of(Map<String, String> map) {
    TaskOptions options = new TaskOptions();
    options.task = map.get("task");
    options.data.data = path(map.get("data"));
    options.data.text = path(map.get("text"));
    options.data.target = map.get("target");
    options.data.kind = map.containsKey("kind") ? TaskKind.valueOf(map.get("kind")) : null;
    options.data.header = Header.valueOf(map.getOrDefault("header", Header.AUTO.name()));
    options.data.delimiter = map.containsKey("delimiter") ? map.get("delimiter").charAt(0) : null;
    options.model = map.get("model");
    options.torchscript = path(map.get("torchscript"));
    return options;
  }

  private static void put(Map<String, String> map, String key, Object value) {
    if (value != null) {
      map.put(key, value.toString());
    }
  }

  private static String absolute(Path path) {
    return path == null ? null : path.toAbsolutePath().normalize().toString();
  }

  private static Path path(String text) {
    return text == null ? null : Path.of(text);
  }

  /** Reads the data and settles the task's settings. */
  TaskData open() {
    requireOneSource();
    if (task != null) {
      return TaskData.open(
          withModel(UsageException.parse(() -> Tasks.byId(task.toLowerCase(Locale.ROOT)))),
          NamedData.standard());
    }
    RawData raw = DataFiles.open(data.file(), reading());
    return TaskData.of(withModel(Tasks.ofData(raw)), raw);
  }

  private Options reading() {
    return data.reading();
  }

  private void requireOneSource() {
    int sources =
        (task == null ? 0 : 1) + (data.data == null ? 0 : 1) + (data.text == null ? 0 : 1);
    if (sources != 1) {
      throw new UsageException(
          sources == 0
              ? "name a task, or give your data with --data FILE or --text FILE"
              : "give only one of a task, --data and --text");
    }
    if (task != null && data.target != null) {
      throw new UsageException("--target goes with --data, not with a built-in task");
    }
    if (model != null && torchscript != null) {
      throw new UsageException("give only one of --model and --torchscript");
    }
  }

  private Task withModel(Task given) {
    if (torchscript != null) {
      return given.withModel(ModelSpec.torchscript(torchscript));
    }
    return model == null
        ? given
        : given.withModel(UsageException.parse(() -> ModelSpec.parse(model)));
  }
}
