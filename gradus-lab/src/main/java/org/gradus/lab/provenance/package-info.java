/** What made a result, the software and the machine asked of themselves, and where its run lies. */
package org.gradus.lab.provenance;
