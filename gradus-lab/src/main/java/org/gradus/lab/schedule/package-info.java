/**
 * Schedules as files: what {@code gradus schedule refine} writes and {@code +refined:FILE} reads.
 */
package org.gradus.lab.schedule;
