/**
 * The {@code gradus} command: one class a subcommand, each a thin shell around the lab.
 *
 * <p>A subcommand parses its options, calls the lab, and prints. What is meant to be read goes to
 * standard output, progress and notes to standard error. Errors are one line; {@code --verbose}
 * adds the stack trace. {@link org.gradus.cli.Exit} lists the exit codes.
 */
package org.gradus.cli;
