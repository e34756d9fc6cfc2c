/** The experiment on SAF and MESA (arXiv 2205.14083): digits, with false labels and without. */
package org.gradus.lab.recipes.saf;
