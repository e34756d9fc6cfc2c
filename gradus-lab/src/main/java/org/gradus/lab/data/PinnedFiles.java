package org.gradus.lab.data;

import java.util.List;

/** The files of the named data sets, in the order their readers take them. */
final class PinnedFiles {

  private static final String MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/";
  private static final String LIBSVM =
      "https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/binary/";
  private static final String SCIKIT_LEARN =
      "https://raw.githubusercontent.com/scikit-learn/scikit-learn/1.5.2/sklearn/datasets/data/";

  private static final String SCIKIT_LEARN_IMAGES =
      "https://raw.githubusercontent.com/scikit-learn/scikit-learn/1.5.2/sklearn/datasets/images/";

  private PinnedFiles() {}

  static List<PinnedFile> mnist() {
    String images = "t10k-images-idx3-ubyte.gz";
    String labels = "t10k-labels-idx1-ubyte.gz";
    return List.of(
        PinnedFile.at(
            "mnist-" + images,
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            MNIST + images),
        PinnedFile.at(
            "mnist-" + labels,
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
            MNIST + labels));
  }

  /**
   * The files of Debian's package dataset-fashion-mnist; Zalando's own are compressed otherwise.
   */
  static List<PinnedFile> fashionMnist() {
    return List.of(
        PinnedFile.homeless(
            "fashion-mnist-train-images-idx3-ubyte.gz",
            "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7"),
        PinnedFile.homeless(
            "fashion-mnist-train-labels-idx1-ubyte.gz",
            "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056"),
        PinnedFile.homeless(
            "fashion-mnist-t10k-images-idx3-ubyte.gz",
            "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa"),
        PinnedFile.homeless(
            "fashion-mnist-t10k-labels-idx1-ubyte.gz",
            "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05"));
  }

  static List<PinnedFile> cifar10() {
    return List.of(
        PinnedFile.homeless(
            "cifar10-train-10k.bin.gz",
            "266a7265fe5507583c7fe1b476757b2e56dab8196f536eefead9c9deb99ceaf1"),
        PinnedFile.homeless(
            "cifar10-test-2k.bin.gz",
            "b9745f0436e5e150d203cea623ab8b7e7a930b23976e9aafd2a165a2909e07b9"));
  }

  static List<PinnedFile> a9a() {
    return List.of(
        PinnedFile.at(
            "a9a.t",
            "1f448a153f0320399a7e40836eb207655b0bde0f21fc941cc472193daa9f5de9",
            LIBSVM + "a9a.t"));
  }

  static List<PinnedFile> mushrooms() {
    return List.of(
        PinnedFile.at(
            "mushrooms.txt",
            "f39a4eb628dc61a7d43760815b061c9e497aa728ce1ad8bde57a09ef6043b538",
            LIBSVM + "mushrooms"));
  }

  static List<PinnedFile> wine() {
    return List.of(
        PinnedFile.at(
            "wine_data.csv",
            "10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede",
            SCIKIT_LEARN + "wine_data.csv"));
  }

  static List<PinnedFile> diabetes() {
    return List.of(
        PinnedFile.at(
            "diabetes_data_raw.csv.gz",
            "fc08fc59c1cbfe65550d9ebb36321d505de9e8f004bf92c1566d2908962f08ff",
            SCIKIT_LEARN + "diabetes_data_raw.csv.gz"),
        PinnedFile.at(
            "diabetes_target.csv.gz",
            "bf1ddd1f9d377278450a5f02c24b5e77b1501f2ad673fe9fdf4c4090d27eb5cc",
            SCIKIT_LEARN + "diabetes_target.csv.gz"));
  }

  static PinnedFile china() {
    return PinnedFile.at(
        "china.jpg",
        "8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29",
        SCIKIT_LEARN_IMAGES + "china.jpg");
  }

  static PinnedFile flower() {
    return PinnedFile.at(
        "flower.jpg",
        "a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638",
        SCIKIT_LEARN_IMAGES + "flower.jpg");
  }
}
