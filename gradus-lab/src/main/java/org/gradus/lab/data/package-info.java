/**
 * From a user's file to arrays, and from the arrays of a trained model back to the user's words.
 *
 * <p>Data moves through here in four steps, each its own type:
 *
 * <ol>
 *   <li>{@link org.gradus.lab.data.DataFiles} (a file or folder of the user's) or {@link
 *       org.gradus.lab.data.NamedData} (a set known by name) picks a reader, which gives {@link
 *       org.gradus.lab.data.RawData}: a table, images, vectors or a text, as read, with its {@link
 *       org.gradus.lab.data.Targets} and its {@link org.gradus.lab.data.Source};
 *   <li>{@link org.gradus.lab.data.Split} says which rows are for training, validation and test;
 *   <li>{@link org.gradus.lab.data.Preprocessing} is fitted on the training rows, and saved with
 *       the model;
 *   <li>applied to labelled data it gives a {@link org.gradus.lab.data.Dataset}, and to a file to
 *       predict on {@link org.gradus.lab.data.Inputs}: plain arrays, which a later layer makes
 *       tensors of.
 * </ol>
 *
 * <pre>{@code
 * RawData raw = DataFiles.open(Path.of("loans.csv"), Options.defaults().withTarget("default"));
 * Split split = Split.of(raw, 0);
 * Preprocessing preprocessing = Preprocessing.fit(raw, split.train());
 * Dataset train = preprocessing.apply(raw).subset(split.train());
 * }</pre>
 *
 * <p>Whatever is wrong with the data is a {@link org.gradus.lab.data.DataException}, one line for
 * the user. Whatever was decided for the user is a note of the source. Nothing here needs the
 * tensor engine.
 */
package org.gradus.lab.data;
