# How one kit is.
[ -d "$dir/startup" ] && echo "kit=yes"
[ -r "$own/deployed" ] && sed 's/^/deployed=/' "$own/deployed"
for entry in "$own"/previous/*; do
  [ -d "$entry" ] || continue
  echo "previous=${entry##*/} $(cat "$entry.at" 2>/dev/null || echo 0) $(head -n 1 "$entry.deployed" 2>/dev/null)"
done
if pid=$(supervisor); then
  echo "pid=$pid"
  echo "since=$(cat "$run/since" 2>/dev/null)"
  if [ ! -e "$run/ready" ] && grep -qE 'Server started|Successfully registered client' "$run/console.log"; then
    : >"$run/ready"
  fi
  [ ! -e "$run/ready" ] || echo "ready=yes"
  sites=$(tail -c 200000 "$run/console.log" | grep -oE 'Total clients: [0-9]+' | tail -n 1)
  [ -z "$sites" ] || echo "${sites##* }" >"$run/sites"
  [ ! -r "$run/sites" ] || echo "sites=$(cat "$run/sites")"
else
  [ ! -r "$run/exit" ] || echo "exit=$(cat "$run/exit")"
  # Its supervisor is gone and did not say how it ended: the host was restarted, or someone killed it.
  if [ -e "$run/pid" ] && [ ! -e "$run/exit" ]; then echo "exit=lost"; fi
fi
[ ! -r "$run/console.log" ] || tail -c 4000 "$run/console.log" | grep . | tail -n 1 | sed 's/^/note=/'
