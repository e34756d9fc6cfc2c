package org.gradus.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code gradus} command. */
@Command(name = "gradus", mixinStandardHelpOptions = true, version = "gradus 0.1.0-SNAPSHOT")
public final class Main implements Runnable {

  /** Creates the command; picocli fills in its options. */
  public Main() {}

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
