/** What made a result: the software and the machine, asked of themselves. */
package org.gradus.lab.provenance;
