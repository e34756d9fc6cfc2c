package org.gradus.constrained;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/** Functions written in jets. */
record JetFunctions(
    int variables, int constraints, Function<Jet[], Jet> f, Function<Jet[], Jet[]> c)
    implements ConstrainedFunctions {
  JetFunctions {
    Objects.requireNonNull(f, "f");
    Objects.requireNonNull(c, "c");
  }

  @Override
  public double objective(double[] x) {
    return f.apply(Jet.variables(x)).value();
  }

  @Override
  public double[] gradient(double[] x) {
    return f.apply(Jet.variables(x)).gradient();
  }

  @Override
  public double[] constraints(double[] x) {
    return Arrays.stream(values(x)).mapToDouble(Jet::value).toArray();
  }

  @Override
  public SparseMatrix jacobian(double[] x) {
    return SparseMatrix.of(Arrays.stream(values(x)).map(Jet::gradient).toArray(double[][]::new));
  }

  @Override
  public SparseMatrix hessian(double[] x, double[] multipliers) {
    Jet lagrangian = f.apply(Jet.variables(x));
    Jet[] values = values(x);
    for (int i = 0; i < constraints; i++) {
      lagrangian = lagrangian.plus(values[i].times(multipliers[i]));
    }
    double[] all = lagrangian.hessian();
    double[][] rows = new double[variables][];
    for (int i = 0; i < variables; i++) {
      rows[i] = Arrays.copyOfRange(all, i * variables, (i + 1) * variables);
    }
    return SparseMatrix.of(rows);
  }

  private Jet[] values(double[] x) {
    Jet[] values = c.apply(Jet.variables(x));
    if (values.length != constraints) {
      throw Check.invalid("the number of constraint values", values.length, "m = " + constraints);
    }
    return values;
  }
}
