package org.gradus.lab.result;

import java.time.Instant;

/**
 * What made the result.
 *
 * @param gradusVersion version of Gradus
 * @param gitRevision commit of the sources, or {@code null} if unknown
 * @param command the command line that reproduces the result, to paste into a shell
 * @param dataSource where the data came from: a name, a file or an address
 * @param dataSha256 SHA-256 of the data's bytes, 64 hexadecimal digits, or {@code null} if unknown
 * @param jdk vendor and version of the JDK
 * @param os operating system, version and architecture
 * @param cpu name of the processor
 * @param threads threads a run used
 * @param libtorch version of libtorch, or {@code null} if it was not used
 * @param host name of the machine
 * @param started when the comparison began
 * @param finished when it ended or was interrupted, or {@code null} if it was killed
 */
public record Provenance(
    String gradusVersion,
    String gitRevision,
    String command,
    String dataSource,
    String dataSha256,
    String jdk,
    String os,
    String cpu,
    int threads,
    String libtorch,
    String host,
    Instant started,
    Instant finished) {

  /** Checks what must be known, the form of the hash and the order of the times. */
  public Provenance {
    Require.text("provenance.gradusVersion", gradusVersion);
    Require.text("provenance.command", command);
    Require.text("provenance.dataSource", dataSource);
    Require.text("provenance.jdk", jdk);
    Require.text("provenance.os", os);
    Require.text("provenance.cpu", cpu);
    Require.text("provenance.host", host);
    Require.atLeast("provenance.threads", threads, 1);
    Require.present("provenance.started", started);
    if (dataSha256 != null && !dataSha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "provenance.dataSha256 must be 64 hexadecimal digits, was '" + dataSha256 + "'");
    }
    if (finished != null && finished.isBefore(started)) {
      throw new IllegalArgumentException(
          "provenance.finished must not be before started, was " + finished + " < " + started);
    }
  }
}
