package org.gradus.lab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a folder of images with one sub-folder per class, all images of one size; PNG, JPEG, GIF
 * and BMP.
 *
 * <p>Classes and images are taken in the order of their names. If all images are grey there is one
 * channel, else three. Sub-folders {@code train} and {@code test}, each with the classes in it,
 * give the set its own test part.
 */
public final class ImageFolderReader {

  private ImageFolderReader() {}

  /**
   * Reads the folder at {@code folder}.
   *
   * @throws DataException if it has no class folders with images in them, an image cannot be read,
   *     or two images differ in size
   */
  public static ImageData read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + " is no folder; give one with a sub-folder per class");
    }
    Path train = folder.resolve("train");
    Path test = folder.resolve("test");
    if (hasFolders(train) && hasFolders(test)) {
      ImageData both = ImageData.join(classes(train), classes(test));
      return both.withSource(both.source().named(folder.toString()));
    }
    return classes(folder);
  }

  /** Returns whether {@code folder} has sub-folders. */
  static boolean hasFolders(Path folder) {
    return Files.isDirectory(folder)
        && ImageFiles.list(folder).stream().anyMatch(Files::isDirectory);
  }

  private static ImageData classes(Path folder) {
    List<String> labels = new ArrayList<>();
    List<Path> images = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    int others = 0;
    for (Path classFolder : ImageFiles.list(folder).stream().filter(Files::isDirectory).toList()) {
      for (Path file : ImageFiles.list(classFolder)) {
        if (ImageFiles.isImage(file)) {
          images.add(file);
          classes.add(labels.size());
        } else {
          others++;
        }
      }
      labels.add(classFolder.getFileName().toString());
    }
    if (images.isEmpty()) {
      throw new DataException(
          folder + " has no images in sub-folders; put the images of each class into its own one");
    }
    ImageFiles.Decoded decoded = ImageFiles.decode(images);
    return new ImageData(
        decoded.joined(),
        decoded.channels(),
        decoded.height(),
        decoded.width(),
        new Targets.Classes(classes.stream().mapToInt(Integer::intValue).toArray(), labels),
        images.size(),
        new Source(
            folder.toString(),
            Sha256.of(decoded.digests()),
            images.size(),
            0,
            notes(labels, others)));
  }

  private static List<String> notes(List<String> labels, int others) {
    List<String> notes = new ArrayList<>();
    notes.add("read as a folder of images, %d classes".formatted(labels.size()));
    if (others > 0) {
      notes.add("ignored %d files that are no PNG, JPEG, GIF or BMP".formatted(others));
    }
    return notes;
  }
}
