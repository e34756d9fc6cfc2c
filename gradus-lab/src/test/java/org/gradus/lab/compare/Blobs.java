package org.gradus.lab.compare;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Likelihood;
import org.gradus.core.NamedTensor;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.lab.result.Metric;
import org.gradus.lab.result.ModelInfo;
import org.gradus.lab.result.Protocol;
import org.gradus.lab.result.TaskInfo;
import org.gradus.train.Batch;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/**
 * Two overlapping clouds of points and a network of one hidden layer; it records what it is asked.
 */
final class Blobs implements Workload {
  private static final TensorOptions FLOAT = Tensors.keep(new TensorOptions(ScalarType.Float));

  private final Tensor inputs;
  private final Tensor targets;
  private final TrainingData training;
  final List<double[]> initialWeights = new ArrayList<>();
  final List<long[]> batches = new ArrayList<>();
  private final String hashDigit;
  int tests;

  Blobs() {
    this("0");
  }

  Blobs(String hashDigit) {
    this.hashDigit = hashDigit;
    RandomSource random = RandomSource.seeded(7);
    Tensor labels = random.uniform(new long[] {120}, FLOAT).gt(Scalars.of(0.5));
    targets = Tensors.keep(labels.to(ScalarType.Long));
    Tensor centres = labels.to(ScalarType.Float).mul(Scalars.of(2.0)).unsqueeze(1);
    inputs = Tensors.keep(random.normal(new long[] {120, 2}, FLOAT).add(centres));
    TrainingData data = TrainingData.of(inputs.narrow(0, 0, 60), targets.narrow(0, 0, 60));
    training =
        new TrainingData() {
          @Override
          public long size() {
            return data.size();
          }

          @Override
          public Batch batch(long[] rows) {
            batches.add(rows.clone());
            return data.batch(rows);
          }
        };
  }

  @Override
  public Network network(long seed) {
    RandomSource random = RandomSource.seeded(seed);
    LinearImpl hidden = new LinearImpl(new LinearOptions(2, 8));
    LinearImpl out = new LinearImpl(new LinearOptions(8, 2));
    Module module = new Module();
    module.register_module("hidden", hidden);
    module.register_module("out", out);
    Network network = Network.of(module, x -> out.forward(hidden.forward(x).tanh()));
    List<Double> weights = new ArrayList<>();
    try (NoGradGuard guard = new NoGradGuard()) {
      for (NamedTensor p : network.parameters()) {
        p.tensor().copy_(random.normal(Tensors.shape(p.tensor()), FLOAT));
        weights.add(p.tensor().sum().item_double());
      }
    }
    initialWeights.add(weights.stream().mapToDouble(Double::doubleValue).toArray());
    return network;
  }

  @Override
  public Score validate(Network network) {
    return score(network, 60);
  }

  @Override
  public double test(Network network) {
    tests++;
    return score(network, 90).metric();
  }

  private Score score(Network network, long from) {
    network.train(false);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor expected = targets.narrow(0, from, 30);
      Tensor outputs = network.forward(inputs.narrow(0, from, 30));
      double right = outputs.max(1).get1().eq(expected).sum().item_double();
      return new Score(likelihood().loss(outputs, expected).item_double(), right / 30);
    }
  }

  @Override
  public TrainingData training() {
    return training;
  }

  @Override
  public Likelihood likelihood() {
    return Likelihood.CATEGORICAL;
  }

  @Override
  public TaskInfo task() {
    return new TaskInfo("blobs", "classification", "Two clouds of points.");
  }

  @Override
  public Metric metric() {
    return new Metric("accuracy", Metric.Direction.HIGHER, Metric.FRACTION);
  }

  @Override
  public ModelInfo model() {
    return new ModelInfo("mlp 2-8-2", 42, 4);
  }

  @Override
  public Protocol.Split split() {
    return new Protocol.Split(60, 30, 30);
  }

  @Override
  public String dataSource() {
    return "generated";
  }

  @Override
  public String dataSha256() {
    return hashDigit.repeat(64);
  }
}
