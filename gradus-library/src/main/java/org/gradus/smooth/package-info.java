/**
 * Smooth minimisation with exact, approximate or no Hessians, convex or not.
 *
 * <p>A {@link org.gradus.smooth.SmoothProblem} is a {@link org.gradus.smooth.SmoothFunction}, what
 * is known of its Hessian (a {@link org.gradus.smooth.CurvatureModel} that gives a {@link
 * org.gradus.smooth.Curvature}), a {@link org.gradus.smooth.Metric} and a start. Functions: {@link
 * org.gradus.smooth.LinearModel} (least squares, logistic and softmax regression, with {@link
 * org.gradus.smooth.ModelCurvature}), {@link org.gradus.smooth.LogSumExp}, {@link
 * org.gradus.smooth.ResidualPower}, a model's training objective ({@link
 * org.gradus.smooth.TrainingFunction}), or one of your own.
 *
 * <p>It goes into {@link org.gradus.smooth.GradientNormalizedNewton}, {@link
 * org.gradus.smooth.SuperUniversalNewton}, {@link org.gradus.smooth.CubicNewton}, {@link
 * org.gradus.smooth.Lbfgs}, {@link org.gradus.smooth.GradientDescent} or {@link
 * org.gradus.smooth.FastGradient}; a {@link org.gradus.smooth.SmoothSolution} comes out. Inside,
 * SmoothRun keeps iterate, counts and trace of a run, and ShiftedSystem solves (H + λ B) d = −g in
 * the form that suits H.
 *
 * <p>Below it: {@code coordinate}, block by block, with bounds and L1; {@code logistic}, regression
 * on sparse data, the shortest way to a fitted model.
 */
package org.gradus.smooth;
