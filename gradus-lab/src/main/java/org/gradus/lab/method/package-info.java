/**
 * The methods that can be compared, by the names of the command line.
 *
 * <p>{@link org.gradus.lab.method.Methods} parses {@code adamw} or {@code sam(adamw)} into a {@link
 * org.gradus.lab.method.Method}: its declared {@link org.gradus.lab.method.Hyperparameter}s and how
 * to build the optimizer. {@link org.gradus.lab.method.Values} hold one choice of all of them, made
 * of the defaults, of the user's {@link org.gradus.lab.method.Setting}s ({@code
 * sam(adamw).rho=0.1}) and of what a search tries; {@link org.gradus.lab.method.Method#configure}
 * turns them into a factory of optimizers.
 *
 * <p>Names, types and defaults of hyper-parameters are read from the method's own {@code Config}
 * record, so they are described once, there; only what they mean to a person, the interval they may
 * lie in and the range worth searching are said here.
 */
package org.gradus.lab.method;
