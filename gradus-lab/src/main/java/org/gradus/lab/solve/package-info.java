/**
 * Solving a user's own problem: files in, answer with certificate out.
 *
 * <p>A class a kind of problem (such as {@link org.gradus.lab.solve.TransportSolving}) turns files
 * and settings into the library's problem, runs the chosen solver and tells the outcome as an
 * {@link org.gradus.lab.solve.Answer}, which {@link org.gradus.lab.solve.AnswerFolder} writes as
 * {@code result.json}, {@code trace.csv}, {@code report.html} and the solution's own files. The
 * command line adds options, progress and nothing else.
 */
package org.gradus.lab.solve;
