#!/usr/bin/env bash
# Builds the committed state twice, in two folders of different names, and fails if any jar (classes,
# sources, Javadoc) differs in a byte.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for copy in first the-second; do
  mkdir "$work/$copy"
  git -C "$root" archive HEAD | tar -x -C "$work/$copy"
  (cd "$work/$copy" && ./mvnw -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true verify)
  (cd "$work/$copy" && find . -path '*/target/*.jar' -exec sha256sum {} + | sort -k 2) \
    >"$work/$copy.sums"
done

diff "$work/first.sums" "$work/the-second.sums" || {
  echo 'the jars above differ between two builds of the same sources' >&2
  exit 1
}
echo "$(wc -l <"$work/first.sums") jars, byte for byte the same in both builds"
