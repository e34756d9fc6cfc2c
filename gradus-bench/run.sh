#!/bin/sh
# Builds and runs one benchmark with the settings of the gradus launcher:
#   gradus-bench/run.sh UpdateTable [threads] [rounds]
#   gradus-bench/run.sh StepTable   [threads] [rounds] [models]
#   gradus-bench/run.sh SideBySide  [threads] [rounds]     (needs python3-torch libopenblas0-pthread)
#   gradus-bench/run.sh MFacTable   [threads] [rounds]
#   gradus-bench/run.sh MemoryFlat  [steps] [model]
#   gradus-bench/run.sh LogisticTable [threads] [rounds]   (a9a.t and mushrooms.txt in GRADUS_DATA)
#   gradus-bench/run.sh CompletionScaling [threads] [largest number of entries]
#   gradus-bench/run.sh jmh         [JMH options]
set -eu
cd "$(dirname "$0")/.."
./mvnw -q -B -pl gradus-bench -am -DskipTests package dependency:build-classpath \
  -Dmdep.outputFile=target/classpath -Dmaven.javadoc.skip=true -Dmaven.source.skip=true
cd gradus-bench
main=org.gradus.bench.$1
heap=1g
# 10^7 entries, unsorted and sorted twice, and their factors.
[ "$1" != CompletionScaling ] || heap=3g
[ "$1" != jmh ] || main=org.openjdk.jmh.Main
# The number of threads is the first argument of the tables; libtorch reads the variable when it is loaded.
case ${2:-} in
  '' | *[!0-9]*) export OMP_NUM_THREADS=1 ;;
  *) [ "$1" = MemoryFlat ] && export OMP_NUM_THREADS=1 || export OMP_NUM_THREADS="$2" ;;
esac
shift
export OPENBLAS_NUM_THREADS=1 MALLOC_ARENA_MAX=1
export MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=8589934592
exec java -Xmx$heap -XX:+UseSerialGC -Dorg.bytedeco.javacpp.maxBytes=0 \
  -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "target/classes:$(cat target/classpath)" "$main" "$@"
