/**
 * Models after training: saved, loaded, applied to new data, judged on labelled data.
 *
 * <p>A {@link org.gradus.lab.trained.TrainedModel} is a network with its {@link
 * org.gradus.lab.trained.ModelCard}, which knows everything needed to use it and where it came
 * from. A saved model is a folder:
 *
 * <ul>
 *   <li>{@code model.safetensors}: parameters and buffers by name, and the card in its metadata
 *   <li>{@code model.json}: the card again, for people and other programs
 *   <li>{@code architecture.pt}: for a TorchScript model a copy of the user's file, into which the
 *       trained weights are put on loading
 * </ul>
 *
 * <p>{@link org.gradus.lab.trained.Predictor} writes predictions for a file as CSV; {@link
 * org.gradus.lab.trained.ModelEvaluation} judges the model on labelled data.
 */
package org.gradus.lab.trained;
