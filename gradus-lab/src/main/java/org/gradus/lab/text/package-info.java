/** Words for people: what every message of the lab is made with. */
package org.gradus.lab.text;
