/** Whether native memory stays flat over many steps. */
package org.gradus.memory;
