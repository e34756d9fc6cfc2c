/**
 * What the library knows about the papers it implements.
 *
 * <p>One JSON resource a paper, named {@code <paper>-<id>.json}, lies beside these classes; {@link
 * org.gradus.catalogue.Catalogue} finds them all by listing that folder, so that adding a paper is
 * adding a file, and reads each into an {@link org.gradus.catalogue.Entry}. Lists, method pages,
 * the recipes' frame and the documentation table read entries; nothing about a paper is said twice.
 */
package org.gradus.catalogue;
