package org.gradus.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The trainable parameters of a model as one contiguous vector θ, and their gradients as another.
 *
 * <p>Construction moves every parameter into θ: afterwards a parameter is a view of its slice of θ
 * and its {@code .grad} a view of the same slice of g, so autograd accumulates into g in place and
 * an update rule reads like its formula.
 *
 * <p>What belongs to θ: tensors that require a gradient, once each (a weight that two modules share
 * is one slice), all of one floating-point type on one device. Frozen parameters, empty ones and
 * buffers (batch norm's running statistics) are not part of θ. A parameter the loss does not reach
 * has gradient 0.
 *
 * <p>A model has one vector at a time: making another takes the parameters over, and the former
 * refuses further use.
 *
 * <p>Two hazards, since writes through θ are not seen by autograd's version check:
 *
 * <ul>
 *   <li>do not write to θ between a forward pass and its backward pass;
 *   <li>do not call {@code zero_grad(true)} on the module: it takes the gradient views away. {@link
 *       #zeroGradient()} attaches them again; {@link #requireAttached()} refuses to read gradients
 *       that went elsewhere.
 * </ul>
 *
 * <p>Memory: 2 d entries of the parameters' type for a vector of d parameters.
 */
public final class ParameterVector {
  /**
   * Where one parameter lives.
   *
   * @param name the parameter's name
   * @param offset its first entry in θ
   * @param length its number of entries
   * @param shape its shape; empty for a scalar
   */
  public record Slice(String name, long offset, long length, List<Long> shape) {
    /** Copies the shape. */
    public Slice {
      shape = List.copyOf(shape);
    }

    /** The number of dimensions. */
    public int rank() {
      return shape.size();
    }

    /** A flat vector's part for this parameter, as a view in the parameter's shape. */
    public Tensor view(Tensor flat) {
      return flat.narrow(0, offset, length)
          .view(shape.stream().mapToLong(Long::longValue).toArray());
    }
  }

  private final Tensor values;
  private final Tensor gradient;
  private final List<Tensor> parameters = new ArrayList<>();
  private final List<Tensor> gradientViews = new ArrayList<>();
  private final List<Slice> slices = new ArrayList<>();
  private final List<ParameterGroup> groups = new ArrayList<>();
  private final TensorVector tensors;
  private final long valuesAddress;
  private final long gradientAddress;
  private final int entryBytes;

  private ParameterVector(List<Grouping.Members> members, Tensor first, long size) {
    try (NoGradGuard guard = new NoGradGuard()) {
      values = Tensors.keep(torch.zeros(new long[] {size}, first.options()));
      gradient = Tensors.keep(torch.zeros(new long[] {size}, first.options()));
      entryBytes = (int) first.element_size();
      valuesAddress = values.data_ptr().address();
      gradientAddress = gradient.data_ptr().address();
      long offset = 0;
      for (Grouping.Members group : members) {
        long start = offset;
        for (NamedTensor parameter : group.parameters()) {
          offset = adopt(parameter, offset);
        }
        groups.add(
            new ParameterGroup(
                group.name(), start, offset - start, group.learningRate(), group.weightDecay()));
      }
      tensors = Tensors.keep(new TensorVector(parameters.toArray(new Tensor[0])));
    }
  }

  /** The vector of these parameters, all in one group. */
  public static ParameterVector of(List<NamedTensor> parameters) {
    return of(parameters, Grouping.none());
  }

  /**
   * The vector of these parameters.
   *
   * @param parameters names and tensors; empty ones and those that do not require a gradient are
   *     left out, repeats of one tensor are taken once, under the first name
   * @param grouping which parameters an update treats alike
   * @throws IllegalArgumentException if nothing is trainable, or types or devices differ, or a type
   *     is not floating-point, or a tensor is computed from others and so gets no gradient
   */
  public static ParameterVector of(List<NamedTensor> parameters, Grouping grouping) {
    List<NamedTensor> trainable = trainable(parameters);
    if (trainable.isEmpty()) {
      throw new IllegalArgumentException(
          "the model has no trainable parameter: none of its "
              + parameters.size()
              + " tensors has entries and requires a gradient");
    }
    NamedTensor first = trainable.get(0);
    long size = 0;
    for (NamedTensor parameter : trainable) {
      requireAlike(first, parameter);
      size += parameter.tensor().numel();
    }
    return new ParameterVector(grouping.sort(trainable), first.tensor(), size);
  }

  /** θ: a tensor of shape [d]; writing to it moves the model. */
  public Tensor values() {
    return values;
  }

  /** g: a tensor of shape [d]; autograd accumulates into it, updates read it. */
  public Tensor gradient() {
    return gradient;
  }

  /** The number of parameters d. */
  public long size() {
    return values.numel();
  }

  /** The parameters' slices, in the order they stand in θ. */
  public List<Slice> slices() {
    return Collections.unmodifiableList(slices);
  }

  /** The groups, in the order they stand in θ; together they cover it. */
  public List<ParameterGroup> groups() {
    return Collections.unmodifiableList(groups);
  }

  /** The model's own parameter tensors, in the order of {@link #slices()}. */
  public List<Tensor> parameters() {
    return Collections.unmodifiableList(parameters);
  }

  /** A new vector of zeros like θ, which outlives the caller's {@link PointerScope}. */
  public Tensor newVector() {
    return Tensors.keep(torch.zeros_like(values));
  }

  /**
   * The parts of a flat vector in the parameters' shapes, as views.
   *
   * @param flat a tensor of shape [d]
   */
  public List<Tensor> views(Tensor flat) {
    Tensors.requireLength("vector", flat, size());
    List<Tensor> views = new ArrayList<>(slices.size());
    for (Slice slice : slices) {
      views.add(slice.view(flat));
    }
    return views;
  }

  /** The same in one native call, as libtorch's own list: its elements live as long as the list. */
  TensorVector split(Tensor flat) {
    Tensors.requireLength("vector", flat, size());
    return torch.unflatten_dense_tensors(flat, tensors);
  }

  /** {@link #parameters()} as libtorch's own list. */
  TensorVector tensors() {
    return tensors;
  }

  /** The parts of g in the parameters' shapes, as views. */
  List<Tensor> gradientViews() {
    return gradientViews;
  }

  /**
   * Runs something with the model's parameters viewing another vector in place of θ, and lets them
   * view θ again. Nothing is copied: this is how an earlier or averaged self of the model is
   * evaluated.
   *
   * @param vector a tensor of shape [d] like θ
   * @param work what is run; it must not move θ, nor may a graph made outside be in use
   * @return what it returns
   * @throws IllegalStateException naming the parameter that no longer is a view of θ
   */
  public <T> T evaluateAt(Tensor vector, Supplier<T> work) {
    Tensors.requireLength("vector", vector, size());
    requireValuesAttached();
    try {
      view(vector);
      return work.get();
    } finally {
      view(values);
    }
  }

  private void view(Tensor flat) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < parameters.size(); i++) {
        parameters.get(i).set_data(slices.get(i).view(flat));
      }
    }
  }

  /**
   * Sets g to 0 and attaches the gradient views again where one was taken away.
   *
   * @throws IllegalStateException naming the parameter that no longer is a view of θ
   */
  public void zeroGradient() {
    requireValuesAttached();
    gradient.zero_();
    for (int i = 0; i < parameters.size(); i++) {
      if (!gradientAttached(i)) {
        parameters.get(i).mutable_grad().put(gradientViews.get(i));
      }
    }
  }

  /**
   * Checks that every parameter and gradient still is a view of θ and g.
   *
   * @throws IllegalStateException naming the parameter that is not
   */
  public void requireAttached() {
    for (int i = 0; i < parameters.size(); i++) {
      requireValuesAttached(i);
      if (!gradientAttached(i)) {
        throw new IllegalStateException(
            "the gradient of parameter '"
                + slices.get(i).name
                + "' no longer views this vector (zero_grad(true) does that): call zeroGradient()"
                + " instead");
      }
    }
  }

  private void requireValuesAttached() {
    for (int i = 0; i < parameters.size(); i++) {
      requireValuesAttached(i);
    }
  }

  private void requireValuesAttached(int i) {
    Slice slice = slices.get(i);
    Tensor parameter = parameters.get(i);
    if (parameter.numel() != slice.length
        || parameter.data_ptr().address() != valuesAddress + slice.offset * entryBytes) {
      throw new IllegalStateException(
          "parameter '"
              + slice.name
              + "' no longer views this vector: the model was loaded, moved or given to another"
              + " ParameterVector; make a new one");
    }
  }

  private boolean gradientAttached(int i) {
    try (Tensor grad = parameters.get(i).grad()) {
      return grad.defined()
          && grad.numel() == slices.get(i).length
          && grad.data_ptr().address() == gradientAddress + slices.get(i).offset * entryBytes;
    }
  }

  private long adopt(NamedTensor parameter, long offset) {
    Tensor tensor = Tensors.keep(parameter.tensor());
    long length = tensor.numel();
    List<Long> shape = Arrays.stream(Tensors.shape(tensor)).boxed().toList();
    Slice slice = new Slice(parameter.name(), offset, length, shape);
    Tensor view = slice.view(values);
    view.copy_(tensor);
    tensor.set_data(view);
    Tensor gradientView = Tensors.keep(slice.view(gradient));
    tensor.mutable_grad().put(gradientView);
    parameters.add(tensor);
    gradientViews.add(gradientView);
    slices.add(slice);
    return offset + length;
  }

  private static List<NamedTensor> trainable(List<NamedTensor> parameters) {
    Map<Long, NamedTensor> unique = new LinkedHashMap<>();
    for (NamedTensor parameter : parameters) {
      if (parameter.tensor().requires_grad() && parameter.tensor().numel() > 0) {
        unique.putIfAbsent(parameter.tensor().unsafeGetTensorImpl().address(), parameter);
      }
    }
    return new ArrayList<>(unique.values());
  }

  private static void requireAlike(NamedTensor first, NamedTensor other) {
    Tensor tensor = other.tensor();
    if (!tensor.is_leaf()) {
      throw Check.invalid(
          "parameter '" + other.name() + "'", "computed from other tensors", "a leaf of the graph");
    }
    if (!tensor.is_floating_point()) {
      throw Check.invalid(
          "type of parameter '" + other.name() + "'",
          Tensors.type(tensor),
          "a real floating-point type");
    }
    if (Tensors.type(tensor) != Tensors.type(first.tensor())
        || tensor.device().notEquals(first.tensor().device())) {
      throw new IllegalArgumentException(
          "parameters '%s' (%s) and '%s' (%s) differ in type or device; all must be alike"
              .formatted(
                  first.name(),
                  Tensors.describe(first.tensor()),
                  other.name(),
                  Tensors.describe(tensor)));
    }
  }
}
