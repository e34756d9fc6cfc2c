package org.gradus;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;

/** What the design says about the packages of the library. */
@AnalyzeClasses(
    packages = "org.gradus",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.OnlyTheLibrary.class})
class ArchitectureTest {
  private static final String CORE = "org.gradus.core..";
  private static final String TRAIN = "org.gradus.train..";
  private static final String PER_EXAMPLE = "org.gradus.perexample..";
  private static final String CURVATURE = "org.gradus.curvature..";

  /** Leaves out the lab and the command line where they are on the class path. */
  static final class OnlyTheLibrary implements ImportOption {
    @Override
    public boolean includes(com.tngtech.archunit.core.importer.Location location) {
      return !location.contains("/org/gradus/lab/") && !location.contains("/org/gradus/cli/");
    }
  }

  @ArchTest
  static final ArchRule CORE_DEPENDS_ON_NO_METHOD =
      classes()
          .that()
          .resideInAPackage(CORE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(CORE).or(resideOutsideOfPackages("org.gradus..")));

  @ArchTest static final ArchRule CURVATURE_DEPENDS_ON_CORE = only(CURVATURE, CURVATURE, CORE);

  @ArchTest
  static final ArchRule UPDATE_RULES_DEPEND_ON_CORE_AND_CURVATURE =
      only("org.gradus.optim..", "org.gradus.optim..", CORE, CURVATURE);

  @ArchTest
  static final ArchRule SHARPNESS_WRAPS_THE_OPTIMIZER_INTERFACE =
      only("org.gradus.sharpness..", "org.gradus.sharpness..", CORE, CURVATURE);

  @ArchTest static final ArchRule TRAINING_DEPENDS_ON_CORE = only(TRAIN, TRAIN, CORE);

  @ArchTest
  static final ArchRule PER_EXAMPLE_GRADIENTS_DEPEND_ON_TRAINING =
      only(PER_EXAMPLE, PER_EXAMPLE, CORE, TRAIN);

  @ArchTest
  static final ArchRule SELECTION_DEPENDS_ON_PER_EXAMPLE_GRADIENTS =
      only("org.gradus.selection..", "org.gradus.selection..", PER_EXAMPLE, CORE, TRAIN);

  @ArchTest
  static final ArchRule SCHEDULES_DEPEND_ON_PER_EXAMPLE_GRADIENTS =
      only("org.gradus.schedule..", "org.gradus.schedule..", PER_EXAMPLE, CORE, TRAIN);

  @ArchTest
  static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
      slices().matching("org.gradus.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule RANDOMNESS_IS_SEEDED =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID");

  @ArchTest
  static final ArchRule THE_LIBRARY_DOES_NOT_PRINT =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule PUBLIC_FIELDS_ARE_CONSTANTS =
      fields().that().arePublic().should().beFinal();

  private static ArchRule only(String from, String... allowed) {
    return classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(resideOutsideOfPackages("org.gradus..")));
  }
}
