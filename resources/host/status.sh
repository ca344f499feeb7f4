# How one kit is.
[ -d "$dir/startup" ] && echo "kit=yes"
[ -r "$own/deployed" ] && sed 's/^/deployed=/' "$own/deployed"
for entry in "$own"/previous/*; do
  [ -d "$entry" ] || continue
  echo "previous=${entry##*/} $(cat "$entry.at" 2>/dev/null || echo 0) $(head -n 1 "$entry.deployed" 2>/dev/null)"
done

# What the console says of it, read on from where the last look ended: how far that was, whether it is ready, the
# process that counts (jobs write to the same console), its open connections to its server, when the last of them was
# opened after a loss, how many sites it has, and the port of its server. A look is put in place whole, so that two at once do no harm.
read_console() {
  size=$(wc -c <"$run/console.log" 2>/dev/null) || return 0
  at=0 ready=no main=- wires=- back=- sites=- port=0
  [ ! -r "$run/watch" ] || read -r at ready main wires back sites port <"$run/watch"
  # It was cut because it had become too long.
  [ "$at" -le "$size" ] || at=0
  [ "$at" -lt "$size" ] || return 0
  tail -c "+$((at + 1))" "$run/console.log" |
    awk -v at="$at" -v most="$((size - at))" -v ready="$ready" -v main="$main" -v wires="$wires" -v back="$back" \
      -v sites="$sites" -v port="${port:-0}" '
      function name() { match($0, /\[CN[0-9]+/); return substr($0, RSTART + 1, RLENGTH - 1) }
      function without(list, one,    parts, count, each, left) {
        left = "-"
        count = split(list, parts, ",")
        for (each = 1; each <= count; each++)
          if (parts[each] != one && parts[each] != "-") left = left == "-" ? parts[each] : left "," parts[each]
        return left
      }
      # A line that is not whole yet is left to the next look.
      { end += length($0) + 1; if (end > most) exit; seen = end }
      index($0, "Server started") || index($0, "Successfully registered client") { ready = "yes"; back = "-" }
      index($0, "] is created: PID: ") || index($0, "] is closed PID: ") { gsub(/\033\[[0-9;]*m/, "") }
      index($0, "] is created: PID: ") && index($0, " => ") {
        if (main == "-") main = $NF
        else if ($NF == main && wires == "-") back = $1 "T" substr($2, 1, 8)
        if ($NF == main && match($0, / => [^]]*:[0-9]+\]/)) {
          port = substr($0, RSTART, RLENGTH - 1)
          sub(/.*:/, "", port)
        }
        if ($NF == main) { wires = without(wires, name()); wires = wires == "-" ? name() : wires "," name() }
      }
      index($0, "] is closed PID: ") && $NF == main { wires = without(wires, name()) }
      match($0, /Total clients: [0-9]+/) { sites = substr($0, RSTART + 15, RLENGTH - 15) }
      index($0, "Re-activate the client") { sites = sites == "-" ? 1 : sites + 1 }
      index($0, "Fedwright: NVFlare asked to be started again.") {
        ready = "no"; main = "-"; wires = "-"; back = "-"; sites = "-"; port = 0
      }
      END { print at + seen, ready, main, wires, back, sites, port }
    ' >"$run/watch.$$" && mv -f "$run/watch.$$" "$run/watch"
}

if pid=$(supervisor); then
  echo "pid=$pid"
  echo "since=$(cat "$run/since" 2>/dev/null)"
  read_console
  if [ -r "$run/watch" ]; then
    read -r at ready main wires back sites port <"$run/watch"
    echo "ready=$ready"
    if [ "$main" != - ]; then
      echo "wires=$wires"
      way "$main" "$port"
    fi
    [ "$back" = - ] || echo "back=$back $(date +%Y-%m-%dT%H:%M:%S)"
    [ "$sites" = - ] || echo "sites=$sites"
  fi
else
  [ ! -r "$run/exit" ] || echo "exit=$(cat "$run/exit")"
  # A stop ends its supervisor first. One that was cut off by a restart of the host is not under way for ever.
  stopping=$(find "$run/stopping" -mmin -2 2>/dev/null)
  # Its supervisor is gone and did not say how it ended: the host was restarted, or someone killed it.
  lost=
  if [ -e "$run/pid" ] && [ ! -e "$run/exit" ] && [ -z "$stopping" ]; then lost=yes; echo "exit=lost"; fi
  # What it had started may run on nevertheless, as it does when someone has removed the folder.
  if [ -z "$stopping" ] && { [ -n "$lost" ] || [ ! -d "$dir/startup" ]; }; then echo "stray=$(echo $(members))"; fi
fi
[ ! -r "$run/console.log" ] || tail -c 4000 "$run/console.log" | grep . | tail -n 1 | sed 's/^/note=/'
