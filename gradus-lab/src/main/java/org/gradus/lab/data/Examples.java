package org.gradus.lab.data;

import java.util.List;

/** Joins encoded inputs with encoded targets. */
final class Examples {

  private Examples() {}

  static Dataset join(
      RawData data, Inputs inputs, List<String> featureNames, TargetEncoding encoding) {
    Source source = data.source().withNotes(inputs.notices());
    if (encoding instanceof TargetEncoding.Classes classes) {
      return Dataset.classification(
          source,
          featureNames,
          inputs.shape(),
          inputs.values(),
          classes.encode(data.targets(), source.name()),
          classes.labels());
    }
    TargetEncoding.Standardised standardised = (TargetEncoding.Standardised) encoding;
    return Dataset.regression(
        source,
        featureNames,
        inputs.shape(),
        inputs.values(),
        standardised.encode(data.targets(), source.name()));
  }
}
