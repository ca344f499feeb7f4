# What is in the folder, and what deploying would meet there. Changes nothing.
echo "dir=$dir"
above=${dir%/*}
while [ -n "$above" ] && [ ! -e "$above" ]; do above=${above%/*}; done
above=${above:-/}
[ -d "$above" ] || fail no-folder "$above"
[ -w "$above" ] || [ -e "$own" ] || fail denied "$above"
echo "free=$(df -Pk "$above" 2>/dev/null | awk 'NR==2 {print $4}')"
command -v bash >/dev/null 2>&1 || echo "lacks=bash"
for conf in /etc/systemd/logind.conf /etc/systemd/logind.conf.d/*.conf; do
  if grep -qsi '^[[:space:]]*KillUserProcesses=\(yes\|true\|1\)' "$conf"; then echo "logout=ends"; fi
done
if [ -L "$dir" ] || { [ -e "$dir" ] && [ ! -d "$dir" ]; }; then
  echo "there=other"
elif [ ! -d "$dir" ]; then
  echo "there=nothing"
elif ls "$dir"/startup/fed_*.json >/dev/null 2>&1; then
  echo "there=kit"
elif [ -z "$(ls -A "$dir")" ]; then
  echo "there=empty"
else
  echo "there=other"
fi
if supervisor >/dev/null; then echo "running=yes"; fi
if [ -r "$dir/daemon_pid.fl" ] && kill -0 "$(cat "$dir/daemon_pid.fl")" 2>/dev/null; then echo "running=watchdog"; fi
[ ! -r "$own/deployed" ] || sed 's/^/deployed=/' "$own/deployed"
[ ! -r "$own/manifest" ] || sed 's/^/manifest=/' "$own/manifest"
if [ -d "$dir" ]; then
  cd "$dir" || fail denied "$dir"
  # A name with a line break in it is none of NVFlare's.
  if [ -d local ]; then
    find local -type f ! -name '*
*' -print0 | hashes | sed 's/^/local=/'
  fi
  count=0
  for entry in * .[!.]*; do
    case $entry in startup | local | transfer | '*' | '.[!.]*') continue ;; esac
    [ -e "$entry" ] && [ "$count" -lt 50 ] || continue
    count=$((count + 1))
    printf '%s\n' "$entry" | tr '\n' ' ' | sed 's/^/data=/; s/ $//'
    echo
  done
fi
exit 0
