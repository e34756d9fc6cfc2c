package org.gradus.lab.trained;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.AtomicFiles;
import org.gradus.core.NamedTensor;
import org.gradus.core.Safetensors;
import org.gradus.core.Tensors;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.model.Models;
import org.gradus.train.Network;

/**
 * The files of a saved model.
 *
 * @param folder where they are
 */
record ModelFolder(Path folder) {
  static final String WEIGHTS = "model.safetensors";
  static final String CARD = "model.json";
  static final String ARCHITECTURE = "architecture.pt";
  private static final String CARD_KEY = "gradus.model";

  static ModelFolder at(Path path) {
    Path absolute = path.toAbsolutePath();
    return new ModelFolder(Files.isRegularFile(absolute) ? absolute.getParent() : absolute);
  }

  void save(TrainedModel model) throws IOException {
    Files.createDirectories(folder);
    ModelCard card = model.card();
    if (card.model() instanceof ModelSpec.TorchScript own) {
      copyArchitecture(own.file());
      card = card.withModel(new ModelSpec.TorchScript(Path.of(ARCHITECTURE), own.context()));
    }
    String json = card.toJson();
    Safetensors.write(folder.resolve(WEIGHTS), tensors(model.network()), Map.of(CARD_KEY, json));
    AtomicFiles.write(folder.resolve(CARD), json + "\n");
  }

  private void copyArchitecture(Path original) throws IOException {
    Path copy = folder.resolve(ARCHITECTURE);
    if (!Files.exists(copy) || !Files.isSameFile(original, copy)) {
      AtomicFiles.write(copy, out -> Files.copy(original, out));
    }
  }

  private static Map<String, Tensor> tensors(Network network) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    all(network).forEach(named -> tensors.put(named.name(), named.tensor()));
    return tensors;
  }

  private static Stream<NamedTensor> all(Network network) {
    return Stream.concat(network.parameters().stream(), network.buffers().stream());
  }

  TrainedModel load() throws IOException {
    Path file = folder.resolve(WEIGHTS);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "there is no saved model in " + folder + " (it would have a file " + WEIGHTS + ")");
    }
    try (PointerScope scope = new PointerScope()) {
      Safetensors.Content content = Safetensors.read(file);
      ModelCard card = card(file, content.metadata().get(CARD_KEY));
      Network network = Models.build(card.model(), card.shape(), card.outputs(), 0);
      copy(file, content.tensors(), network);
      network.train(false);
      return new TrainedModel(card, network);
    }
  }

  private ModelCard card(Path file, String json) {
    if (json == null) {
      throw new IllegalArgumentException(
          file + " has weights, but does not say of what: it was not saved by Gradus");
    }
    try {
      ModelCard card = ModelCard.fromJson(json);
      return card.model() instanceof ModelSpec.TorchScript own
          ? card.withModel(new ModelSpec.TorchScript(folder.resolve(own.file()), own.context()))
          : card;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static void copy(Path file, Map<String, Tensor> saved, Network network) {
    try (NoGradGuard guard = new NoGradGuard()) {
      all(network).forEach(named -> copy(file, saved.get(named.name()), named));
    }
  }

  private static void copy(Path file, Tensor saved, NamedTensor named) {
    if (saved == null || !Arrays.equals(Tensors.shape(saved), Tensors.shape(named.tensor()))) {
      throw new IllegalArgumentException(
          "%s has %s for '%s', the model needs %s"
              .formatted(
                  file,
                  saved == null ? "nothing" : Tensors.describe(saved),
                  named.name(),
                  Tensors.describe(named.tensor())));
    }
    named.tensor().copy_(saved);
  }
}
