package org.gradus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Threads;
import org.gradus.lab.method.Method;
import org.gradus.lab.method.Methods;
import org.gradus.lab.method.Setting;
import org.gradus.lab.method.Values;
import org.gradus.lab.provenance.Environment;
import org.gradus.lab.task.Evaluator;
import org.gradus.lab.task.TaskData;
import org.gradus.lab.trained.TrainedModel;
import org.gradus.lab.trained.TrainingRecord;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus train}: one method, one model, to a folder. */
@Command(
    name = "train",
    description = {
      "Train one model with one method and save it: weights as safetensors beside a JSON with",
      "model, preprocessing, labels and provenance. 'predict' and 'evaluate' use it.",
      "Ctrl-C saves what has been learned so far."
    },
    footer = {
      "",
      "Examples:",
      "  gradus train digits --method 'sam(adamw)' --out digits-model",
      "  gradus train --data customers.csv --target churned --method adamw --epochs 30",
      "  gradus train digits --method adamw+refined:refined.json",
      "  gradus train --text novel.txt --set adamw.learningRate=0.003"
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  private static final Monitor CANCELLATION =
      new Monitor() {
        @Override
        public boolean cancelled() {
          return Interruption.requested();
        }
      };

  @Mixin private Output output;
  @Mixin private RunOptions run;
  @Mixin private TaskOptions task;
  @Mixin private TrainingOptions training;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "adamw",
      description = "The method (default: ${DEFAULT-VALUE}); 'gradus list' shows all.")
  private String method;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "model",
      description = "Where the model goes (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    Method chosen = UsageException.parse(() -> Methods.parse(method));
    Values values = UsageException.parse(() -> values(chosen));
    Output.requireWritable(out);
    try (TaskData data = task.open()) {
      int threads = run.threads(data.task().model());
      Threads.use(threads);
      data.source().notes().forEach(note -> output.err().println("note: " + note));
      Network network = data.network(training.seed);
      Trainer trainer =
          new MethodTraining(data, chosen, values, training, CANCELLATION).trainer(network);
      int asked = training.epochs(data.task());
      int done = train(trainer, data, network, asked);
      Map<String, Double> metrics = metrics(data, network);
      TrainingRecord record =
          new TrainingRecord(
              chosen.id(),
              numbers(chosen, values),
              done,
              training.batchSize(data.task()),
              training.seed);
      TrainedModel model =
          TrainedModel.of(
              data,
              network,
              metrics,
              record,
              Environment.provenance(
                  run.commandLine(),
                  data.source().name(),
                  data.source().sha256(),
                  threads,
                  started));
      save(model);
      metrics.forEach((name, value) -> output.out().printf(Locale.ROOT, "%s %.5g%n", name, value));
      output.out().println("model: " + out);
      return done < asked ? Exit.INTERRUPTED : Exit.OK;
    }
  }

  /** Saves where asked or, so that hours of training are not lost, where there is room. */
  private void save(TrainedModel model) throws IOException {
    try {
      Output.writing(out, () -> model.save(out));
    } catch (IOException e) {
      Path elsewhere = Files.createTempDirectory("gradus-model");
      model.save(elsewhere);
      throw new IOException(e.getMessage() + "; the model is kept in " + elsewhere, e);
    }
  }

  private Values values(Method chosen) {
    return Setting.apply(
        training.settings.stream().map(s -> Setting.parse(s, List.of(chosen))).toList(), chosen);
  }

  /** Trains epoch by epoch, saying how it goes; returns the epochs finished. */
  private int train(Trainer trainer, TaskData data, Network network, int asked) {
    Evaluator evaluator = data.evaluator();
    for (int epoch = 1; epoch <= asked; epoch++) {
      try {
        trainer.train(1, CANCELLATION);
      } catch (NonFiniteException e) {
        throw new NonFiniteException(
            e.getMessage() + ": diverged; nothing was saved. A smaller learning rate may help", e);
      }
      if (CANCELLATION.cancelled()) {
        return epoch - 1;
      }
      output
          .err()
          .printf(
              Locale.ROOT,
              "epoch %d/%d  loss %.4f  validation %s %.5g%n",
              epoch,
              asked,
              trainer.trace().last().objective(),
              evaluator.measure().metric().name(),
              evaluator.evaluate(network, data.validation()).metric());
    }
    return asked;
  }

  private static Map<String, Double> metrics(TaskData data, Network network) {
    Evaluator evaluator = data.evaluator();
    String name = evaluator.measure().metric().name();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("validation " + name, evaluator.evaluate(network, data.validation()).metric());
    metrics.put("test " + name, evaluator.evaluate(network, data.test()).metric());
    return metrics;
  }

  /** The numeric settings; a switch counts as 0 or 1, a choice is in the command line. */
  private static Map<String, Double> numbers(Method method, Values values) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    method
        .hyperparameters()
        .forEach(
            h -> {
              Object value = values.get(h.name());
              if (value instanceof Number n) {
                numbers.put(h.name(), n.doubleValue());
              } else if (value instanceof Boolean b) {
                numbers.put(h.name(), b ? 1.0 : 0.0);
              }
            });
    return numbers;
  }
}
