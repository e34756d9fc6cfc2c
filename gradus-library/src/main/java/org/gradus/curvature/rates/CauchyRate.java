package org.gradus.curvature.rates;

import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Differentiation;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;

/**
 * Cauchy's step: the best along the gradient of the quadratic model, η = gᵀg / gᵀHg, with momentum
 * as it is; keeps the old rate where gᵀHg ≤ 0. Meant for the gradient of all data, in evaluation
 * mode. Cost: one gradient with its graph and one Hessian-vector product.
 */
public final class CauchyRate implements RateRule {
  @Override
  public Optional<Rate> propose(Objective curvature, ParameterVector theta, Rate current) {
    try (PointerScope scope = new PointerScope();
        Differentiation derivatives = curvature.differentiate(theta)) {
      Tensor g = theta.gradient().to(ScalarType.Double);
      Tensor hg = derivatives.hessianVectorProduct(theta.gradient()).to(ScalarType.Double);
      double curved = g.dot(hg).item_double();
      double rate = g.dot(g).item_double() / curved;
      return curved > 0 && Double.isFinite(rate)
          ? Optional.of(new Rate(rate, current.momentum()))
          : Optional.empty();
    }
  }
}
