package org.gradus.lab.recipes.sso;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Likelihood;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.data.Targets;
import org.gradus.lab.data.VectorData;
import org.gradus.lab.reproduce.Context;

/** The problems: linear models on LIBSVM data where these are there, and matrix factorisation. */
final class Problems {
  private static final int BATCH = 625;
  private static final int EPOCHS = 10;
  private static final int NEWTON_STEPS = 12;

  private Problems() {}

  /** What can be run on this machine. */
  static List<Problem> all(Context context) {
    List<Problem> problems = new ArrayList<>();
    if (NamedData.standard().isPresent("mushrooms")) {
      problems.add(Table.open("mushrooms", Likelihood.GAUSSIAN).problem(false, context));
    }
    if (NamedData.standard().isPresent("a9a")) {
      Table table = Table.open("a9a", Likelihood.BERNOULLI);
      problems.add(table.problem(false, context));
      problems.add(table.problem(true, context));
    }
    problems.add(
        new Problem(
            "factorisation",
            "matrix factorisation",
            context.size(100, 4),
            false,
            Factorisation::new));
    problems.add(
        new Problem("imitation", "imitation", context.size(100, 4), false, Imitation::new));
    return problems;
  }

  /**
   * The examples of a linear model.
   *
   * @param data the set's name
   * @param x features, a row each
   * @param y a column of targets
   * @param least the least mean loss
   */
  private record Table(String data, Tensor x, Tensor y, Likelihood likelihood, double least) {
    static Table open(String data, Likelihood likelihood) {
      VectorData vectors = (VectorData) NamedData.standard().open(data);
      double[] labels = new double[vectors.rows()];
      int[] classes = ((Targets.Classes) vectors.targets()).indices();
      for (int i = 0; i < labels.length; i++) {
        // The squared loss regresses on -1 and 1, the logistic one has classes 0 and 1.
        labels[i] = likelihood == Likelihood.GAUSSIAN ? 2.0 * classes[i] - 1 : classes[i];
      }
      Tensor inputs = Tensor.create(vectors.values()).view(vectors.rows(), vectors.width());
      Tensor x = Tensors.keep(inputs.to(ScalarType.Double));
      Tensor y = Tensors.keep(Tensor.create(labels).view(labels.length, 1));
      return new Table(data, x, y, likelihood, Problems.least(x, y, likelihood));
    }

    Problem problem(boolean exponential, Context context) {
      String loss = likelihood == Likelihood.GAUSSIAN ? "squared" : "logistic";
      String decay = exponential ? "exponential" : "constant";
      return new Problem(
          data + "-" + loss + "-" + decay,
          "%s, %s, %s steps".formatted(data, loss, decay),
          context.size(EPOCHS * (int) (x.size(0) / BATCH), 4),
          exponential,
          seed -> new Linear(this, seed));
    }
  }

  /** The least mean loss, by the pseudo-inverse or by Newton's method. */
  private static double least(Tensor x, Tensor y, Likelihood likelihood) {
    Tensor w = torch.zeros(new long[] {x.size(1), 1}, x.options());
    boolean squared = likelihood == Likelihood.GAUSSIAN;
    for (int step = 0; step < (squared ? 1 : NEWTON_STEPS); step++) {
      Tensor z = x.mm(w);
      Tensor p = squared ? z : z.sigmoid();
      Tensor curvature = squared ? torch.ones_like(z) : p.sub(p.square());
      Tensor hessian = x.t().mm(x.mul(curvature));
      w.sub_(hessian.pinverse().mm(x.t().mm(p.sub(y))), Scalars.of(1.0));
    }
    return new Outputs(() -> x.mm(w), y, likelihood).loss().item_double();
  }

  private static ParameterVector parameters(Tensor... tensors) {
    List<NamedTensor> named = new ArrayList<>();
    for (int i = 0; i < tensors.length; i++) {
      named.add(new NamedTensor("w" + i, Tensors.keep(tensors[i]).requires_grad_(true)));
    }
    return ParameterVector.of(named);
  }

  static Tensor normal(RandomSource random, double deviation, long... shape) {
    return random.normal(shape, new TensorOptions(ScalarType.Double)).mul_(Scalars.of(deviation));
  }

  /** A linear model from θ = 0, batches of fresh permutations, the last partial one dropped. */
  private static final class Linear implements Problem.Instance {
    private final Table table;
    private final Batches batches;
    private final ParameterVector theta;

    Linear(Table table, long seed) {
      this.table = table;
      batches = new Batches((int) table.x.size(0), BATCH, seed);
      theta = parameters(torch.zeros(new long[] {table.x.size(1), 1}, table.x.options()));
    }

    @Override
    public ParameterVector theta() {
      return theta;
    }

    @Override
    public PredictiveObjective batch(int step) {
      Tensor index = batches.of(step);
      Tensor inputs = table.x.index_select(0, index);
      return new Outputs(
          () -> inputs.mm(theta.parameters().get(0)),
          table.y.index_select(0, index),
          table.likelihood);
    }

    @Override
    public double gap() {
      Tensor w = theta.parameters().get(0).detach();
      return new Outputs(() -> table.x.mm(w), table.y, table.likelihood).loss().item_double()
          - table.least;
    }
  }

  /** Rows of each step's batch: a fresh permutation an epoch, whole batches only. */
  private static final class Batches {
    private final int rows;
    private final int size;
    private final long seed;
    private int epoch = -1;
    private long[] order = {};

    Batches(int rows, int size, long seed) {
      this.rows = rows;
      this.size = size;
      this.seed = seed;
    }

    Tensor of(int step) {
      int perEpoch = rows / size;
      if (step / perEpoch != epoch) {
        epoch = step / perEpoch;
        order = permutation(rows, Seeds.derive(seed, "order", epoch));
      }
      int from = step % perEpoch * size;
      return Tensor.create(Arrays.copyOfRange(order, from, from + size));
    }
  }

  private static long[] permutation(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] order = new long[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /**
   * Y = X Aᵀ, A = diag(1, …, 1e-10) U with U uniform of shape [10, 6], X 1000 normal rows, by a
   * linear net of one hidden layer of 10; batches of 200.
   */
  private static final class Factorisation implements Problem.Instance {
    private static final int ROWS = 1000;
    private static final int SIZE = 200;

    private final Tensor x;
    private final Tensor y;
    private final Batches batches;
    private final ParameterVector theta;

    Factorisation(long seed) {
      batches = new Batches(ROWS, SIZE, seed);
      RandomSource random = RandomSource.seeded(Seeds.derive(seed, "factorisation", 0));
      TensorOptions doubles = new TensorOptions(ScalarType.Double);
      x = Tensors.keep(normal(random, 1, ROWS, 6));
      Tensor scale = torch.linspace(Scalars.of(1.0), Scalars.of(1e-10), 10, doubles);
      Tensor a = random.uniform(new long[] {10, 6}, doubles).mul_(scale.unsqueeze(1));
      y = Tensors.keep(x.mm(a.t()));
      theta = parameters(normal(random, 0.3, 6, 10), normal(random, 0.3, 10, 10));
    }

    @Override
    public ParameterVector theta() {
      return theta;
    }

    private Tensor model(Tensor inputs) {
      return inputs.mm(theta.parameters().get(0)).mm(theta.parameters().get(1));
    }

    @Override
    public PredictiveObjective batch(int step) {
      Tensor index = batches.of(step);
      Tensor inputs = x.index_select(0, index);
      return new Outputs(() -> model(inputs), y.index_select(0, index), Likelihood.GAUSSIAN);
    }

    @Override
    public double gap() {
      return new Outputs(() -> model(x), y, Likelihood.GAUSSIAN).loss().item_double();
    }
  }

  /**
   * A linear expert on a damped cart with a pole, imitated by a ReLU net of 32 units on the states
   * it visits itself: 10 rollouts of 20 steps a query of the expert. The gap is the squared error
   * on states the expert visits.
   */
  private static final class Imitation implements Problem.Instance {
    private static final int ROLLOUTS = 10;
    private static final int LENGTH = 20;
    private static final int HIDDEN = 32;
    private static final double TIME = 0.1;

    private final Tensor dynamics =
        matrix(4, 0, 1, 0, 0, 0, -0.5, -0.5, 0, 0, 0, 0, 1, 0, 0, -1.5, -0.3);
    private final Tensor push = matrix(1, 0, 1, 0, -1);
    private final Tensor expert = matrix(1, -1, -1.5, 2, 0.5);
    private final Tensor judged;
    private final long seed;
    private final ParameterVector theta;

    Imitation(long seed) {
      this.seed = seed;
      RandomSource random = RandomSource.seeded(Seeds.derive(seed, "imitation", 0));
      theta =
          parameters(
              normal(random, 0.5, 4, HIDDEN),
              torch.zeros(new long[] {HIDDEN}, new TensorOptions(ScalarType.Double)),
              normal(random, 0.2, HIDDEN, 1));
      judged = Tensors.keep(rollout(random, true));
    }

    private static Tensor matrix(int rows, double... values) {
      return Tensors.keep(Tensor.create(values).view(rows, values.length / rows));
    }

    @Override
    public ParameterVector theta() {
      return theta;
    }

    private Tensor model(Tensor states) {
      List<Tensor> w = theta.parameters();
      return states.mm(w.get(0)).add(w.get(1)).relu().mm(w.get(2));
    }

    private Tensor expert(Tensor states) {
      return states.mm(expert.t());
    }

    /** The states of some rollouts from random starts. */
    private Tensor rollout(RandomSource random, boolean byExpert) {
      Tensor state = normal(random, 1, ROLLOUTS, 4);
      Tensor visited =
          torch.zeros(new long[] {LENGTH, ROLLOUTS, 4}, new TensorOptions(ScalarType.Double));
      for (int t = 0; t < LENGTH; t++) {
        visited.select(0, t).copy_(state);
        Tensor action = byExpert ? expert(state) : model(state).detach();
        Tensor change = state.mm(dynamics.t()).add(action.mm(push));
        state = state.add(change, Scalars.of(TIME));
      }
      return visited.view(-1, 4);
    }

    @Override
    public PredictiveObjective batch(int step) {
      RandomSource random = RandomSource.seeded(Seeds.derive(seed, "rollout", step));
      Tensor states = rollout(random, false);
      return new Outputs(() -> model(states), expert(states), Likelihood.GAUSSIAN);
    }

    @Override
    public double gap() {
      return new Outputs(() -> model(judged).detach(), expert(judged), Likelihood.GAUSSIAN)
          .loss()
          .item_double();
    }
  }
}
