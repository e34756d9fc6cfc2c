/**
 * The experiments on block coordinate descent: Rules (selection, update, partition), Trees (message
 * passing), ActiveSets (bounds and L1), on the data of Problems.
 */
package org.gradus.lab.recipes.blockdescent;
