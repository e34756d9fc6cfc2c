#!/usr/bin/env bash
# check-report.sh REPORT.html: opens a report in headless Chromium and fails if the page says
# anything on the console (script errors come there), if it loads anything from elsewhere, or if an
# element of class "plot" was not drawn: each sets data-drawn="true" and holds an <svg> or <canvas>.
set -euo pipefail

[ $# = 1 ] && [ -f "$1" ] || {
  echo "usage: $0 REPORT.html" >&2
  exit 2
}
page=file://$(realpath "$1" | sed 's/%/%25/g; s/ /%20/g; s/#/%23/g; s/?/%3F/g')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "$1: $page" >&2
  exit 1
}

sandbox=()
[ "$(id -u)" != 0 ] || sandbox=(--no-sandbox)
# Scripts get five seconds of the page's own time, which passes at once where nothing happens.
timeout 60 chromium --headless "${sandbox[@]}" --disable-gpu --disable-quic --no-first-run \
  --disable-background-networking --disable-component-update --disable-sync \
  --disable-dev-shm-usage --user-data-dir="$work/profile" --enable-logging=stderr \
  --virtual-time-budget=5000 --window-size=1280,2000 --dump-dom "$page" \
  >"$work/dom.html" 2>"$work/log" || {
  tail -n 20 "$work/log" >&2
  fail 'Chromium could not open the report'
}

if grep CONSOLE "$work/log" >&2; then
  fail 'the report wrote to the console'
fi

# Scripts and styles are text that may look like elements.
perl -0pe 's/<script\b.*?<\/script>//gsi; s/<style\b.*?<\/style>//gsi' "$work/dom.html" >"$work/body.html"
if grep -oiE '<(script|link|img|iframe)[^>]* (src|href)="(https?:)?//[^"]*"' "$work/dom.html" >&2; then
  fail 'the report loads something from elsewhere'
fi

grep -oE '<[a-zA-Z]+ [^>]*class="([^"]* )?plot( [^"]*)?"[^>]*>' "$work/body.html" >"$work/plots" || true
plots=$(wc -l <"$work/plots")
drawn=$(grep -c 'data-drawn="true"' "$work/plots" || true)
pictures=$(grep -oE '<(svg|canvas)[ >]' "$work/body.html" | wc -l)
[ "$plots" -gt 0 ] || fail 'the report has no plots'
[ "$drawn" = "$plots" ] || fail "only $drawn of $plots plots were drawn"
[ "$pictures" -ge "$plots" ] || fail "$plots plots hold only $pictures pictures"
echo "$plots plots drawn, console silent, nothing loaded from elsewhere"
