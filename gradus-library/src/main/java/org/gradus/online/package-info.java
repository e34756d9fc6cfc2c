/**
 * Online convex optimisation: a player commits a point of a bounded convex set each round, sees the
 * gradient of that round's loss there, and wants small regret.
 *
 * <p>An {@link org.gradus.online.OnlineLearner} plays {@link
 * org.gradus.online.OnlineLearner#point()} and learns from {@link
 * org.gradus.online.OnlineLearner#observe}. {@link org.gradus.online.OptimisticMirrorDescent},
 * {@link org.gradus.online.OptimisticNewton} and {@link org.gradus.online.OptimisticEnsemble} guess
 * the next gradient by the last one (Chen, Zhang, Tu, Zhao, Zhang, arXiv 2302.04552); {@link
 * org.gradus.online.OnlineGradientDescent} and {@link org.gradus.online.OptimisticLeader} are what
 * they are compared with. A {@link org.gradus.online.Domain} is the set with its projection, a
 * {@link org.gradus.online.StepRule} says how far a step goes.
 */
package org.gradus.online;
