/** The {@code gradus} command: picocli commands that call the lab and print what it returns. */
package org.gradus.cli;
