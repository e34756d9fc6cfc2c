package org.gradus.lab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Images to predict on: one image file, a folder of them, IDX images or a CIFAR-10 binary file.
 *
 * @param data the images; their labels, where the file had any, are of no meaning
 * @param names the files of the images where each has its own, else empty
 */
record UnlabelledImages(ImageData data, List<String> names) {

  static UnlabelledImages read(Path path) {
    if (Files.isDirectory(path)) {
      return decode(path, imagesBelow(path));
    }
    if (ImageFiles.isImage(path)) {
      return decode(path, List.of(path));
    }
    InputFile file = InputFile.read(path);
    return file.plainName().endsWith(".bin")
        ? new UnlabelledImages(CifarReader.of(List.of(file)), List.of())
        : new UnlabelledImages(idx(file), List.of());
  }

  private static List<Path> imagesBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(ImageFiles::isImage).sorted().toList();
    } catch (IOException e) {
      throw new DataException(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }

  private static UnlabelledImages decode(Path path, List<Path> files) {
    if (files.isEmpty()) {
      throw new DataException(path + " has no PNG, JPEG, GIF or BMP images in it");
    }
    ImageFiles.Decoded decoded = ImageFiles.decode(files);
    ImageData data =
        unlabelled(
            decoded.joined(),
            new int[] {files.size(), decoded.channels(), decoded.height(), decoded.width()},
            path.toString(),
            Sha256.of(decoded.digests()));
    return new UnlabelledImages(
        data,
        files.stream()
            .map(file -> Files.isDirectory(path) ? path.relativize(file) : file)
            .map(Path::toString)
            .toList());
  }

  private static ImageData idx(InputFile file) {
    IdxReader.Images images = IdxReader.images(file);
    return unlabelled(
        images.pixels().array(),
        new int[] {images.count(), 1, images.height(), images.width()},
        file.name(),
        file.sha256());
  }

  private static ImageData unlabelled(byte[] pixels, int[] shape, String name, String sha256) {
    Targets.Classes none = new Targets.Classes(new int[shape[0]], List.of("unknown"));
    Source source = new Source(name, sha256, shape[0], 0, List.of());
    return new ImageData(pixels, shape[1], shape[2], shape[3], none, shape[0], source);
  }
}
