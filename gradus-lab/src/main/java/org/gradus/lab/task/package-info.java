/**
 * Learning tasks: data, a model that suits them, and the number by which it is judged.
 *
 * <p>A {@link org.gradus.lab.task.Task} describes; {@link org.gradus.lab.task.Tasks} has the
 * built-in ones and makes one for a user's data. {@link org.gradus.lab.task.TaskData} opens a task:
 * it reads, splits and preprocesses the data, and holds the three parts as tensors for the trainer.
 * {@link org.gradus.lab.task.Evaluator} judges a network on a part.
 *
 * <pre>{@code
 * Task task = Tasks.byId("digits");
 * try (TaskData data = TaskData.open(task, NamedData.standard())) {
 *   Network network = data.network(1);
 *   // train it on data.training(), then
 *   double accuracy = data.evaluator().evaluate(network, data.test()).metric();
 * }
 * }</pre>
 */
package org.gradus.lab.task;
