package org.gradus.lab.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether all planned work was done. */
public enum Status {
  /** Every method has all its trials and final runs. */
  @JsonProperty("complete")
  COMPLETE,
  /** Stopped before the end; what was finished is here. */
  @JsonProperty("interrupted")
  INTERRUPTED
}
