package org.gradus.lab.recipes;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Likelihood;
import org.gradus.core.NamedTensor;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/**
 * Synthetic click prediction: 8 categorical fields of 20 to 2000 values, Zipf-distributed; a click
 * is drawn from the logistic of planted embeddings' dot products plus noise.
 */
public final class Clicks {
  private static final int[] SIZES = {20, 40, 75, 145, 280, 540, 1040, 2000};
  private static final int FIELDS = 8;
  private static final int WIDTH = 8;
  private static final long FEATURES = (long) FIELDS * (WIDTH + FIELDS);
  private static final int HIDDEN = 64;
  private static final int BATCH = 256;
  private static final int VALIDATION = 5000;
  private static final long SEED = 43;
  private static final double NOISE = 0.5;

  private Clicks() {}

  /** The task; scored by the area under the ROC curve. */
  public static TrainingTask task(int examples) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] planted = planted(random);
    return new TrainingTask(
        "clicks" + examples,
        Clicks::network,
        draw(random, planted, examples),
        Tasks.inOrder(draw(random, planted, VALIDATION), 1000),
        Likelihood.CATEGORICAL,
        BATCH,
        Double.POSITIVE_INFINITY,
        Scores::areaUnderCurve);
  }

  private static double[][] planted(SplittableRandom random) {
    double[][] vectors = new double[rows()][WIDTH / 2];
    for (double[] vector : vectors) {
      for (int k = 0; k < vector.length; k++) {
        vector[k] = random.nextGaussian() * 0.5;
      }
    }
    return vectors;
  }

  private static int rows() {
    int rows = 0;
    for (int size : SIZES) {
      rows += size;
    }
    return rows;
  }

  private static TrainingData draw(SplittableRandom random, double[][] planted, int n) {
    long[] ids = new long[n * FIELDS];
    long[] clicks = new long[n];
    for (int i = 0; i < n; i++) {
      int offset = 0;
      for (int f = 0; f < FIELDS; f++) {
        ids[i * FIELDS + f] = (long) offset + zipf(random, SIZES[f]);
        offset += SIZES[f];
      }
      double logit = logit(planted, ids, i) + NOISE * random.nextGaussian();
      clicks[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
    }
    return TrainingData.of(
        Tensors.keep(Tensor.create(ids).view(n, FIELDS)), Tensors.keep(Tensor.create(clicks)));
  }

  /** Rank r with probability about 1/r, by inversion of the continuous law. */
  private static int zipf(SplittableRandom random, int size) {
    return Math.min(size - 1, (int) Math.pow(size + 1, random.nextDouble()) - 1);
  }

  /** The sum of the dot products of all pairs of fields. */
  private static double logit(double[][] planted, long[] ids, int row) {
    double sum = 0;
    for (int k = 0; k < WIDTH / 2; k++) {
      double total = 0;
      double squares = 0;
      for (int f = 0; f < FIELDS; f++) {
        double value = planted[(int) ids[row * FIELDS + f]][k];
        total += value;
        squares += value * value;
      }
      sum += (total * total - squares) / 2;
    }
    return sum;
  }

  private static Network network(long seed) {
    Model model = new Model();
    RandomSource random = RandomSource.seeded(seed);
    Network network = Network.of(Tensors.keep(model), model::forward);
    try (NoGradGuard guard = new NoGradGuard()) {
      for (NamedTensor parameter : network.parameters()) {
        initialise(parameter.tensor(), random);
      }
    }
    return network;
  }

  /** Normal with deviation 1/√(inputs), 0.1 for embeddings; biases 0. */
  private static void initialise(Tensor tensor, RandomSource random) {
    long[] shape = Tensors.shape(tensor);
    if (shape.length == 1) {
      tensor.zero_();
      return;
    }
    double deviation = shape[0] > HIDDEN ? 0.1 : 1 / Math.sqrt((double) shape[1]);
    tensor.copy_(random.normal(shape, tensor.options()).mul_(Scalars.of(deviation)));
  }

  /** Embeddings, their dot products pair by pair, and two layers. */
  private static final class Model extends Module {
    private final EmbeddingImpl embedding =
        register_module("embedding", Tensors.keep(new EmbeddingImpl(rows(), WIDTH)));
    private final LinearImpl hidden =
        register_module("hidden", Tensors.keep(new LinearImpl(FEATURES, HIDDEN)));
    private final LinearImpl output =
        register_module("output", Tensors.keep(new LinearImpl(HIDDEN, 2)));

    Tensor forward(Tensor ids) {
      Tensor vectors = embedding.forward(ids);
      Tensor products = vectors.bmm(vectors.transpose(1, 2));
      TensorVector parts = new TensorVector(vectors.flatten(1, -1), products.flatten(1, -1));
      return output.forward(hidden.forward(torch.cat(parts, 1)).relu());
    }
  }
}
