# Starts the kit under a supervisor of its own, which outlives this session. $1 is the Python to run it with, $2 the
# text of the supervisor.
python=$1
text=$2
settle || fail broken "$own"
if pid=$(supervisor); then
  echo "already=$pid"
  exit 0
fi
[ -f "$dir/startup/sub_start.sh" ] || fail no-kit "$dir"
command -v bash >/dev/null 2>&1 || fail no-bash
bin=${python%/*}
[ -x "$bin/python3" ] || fail no-python "$bin/python3"
left=$(members)
[ -z "$left" ] || fail left $left
if [ -r "$dir/daemon_pid.fl" ] && kill -0 "$(cat "$dir/daemon_pid.fl")" 2>/dev/null; then
  fail watchdog "$(cat "$dir/daemon_pid.fl")"
fi
mkdir -p "$run" || fail denied "$own"
cd "$dir" || fail denied "$dir"
[ ! -e "$run/console.log" ] || mv -f "$run/console.log" "$run/console.log.1"
rm -f "$run/exit" "$run/stopping" "$run/watch" "$run/pid" "$dir/shutdown.fl" "$dir/restart.fl"
: >"$run/console.log" || fail full
echo "$mark" >"$run/mark" || fail full
PATH="$bin:$PATH"
FEDWRIGHT_DEPLOYMENT=$mark
export PATH FEDWRIGHT_DEPLOYMENT
if command -v setsid >/dev/null 2>&1; then detach=setsid; else detach=nohup; fi
$detach sh -c "$text" sh "$dir" "$mark" </dev/null >>"$run/console.log" 2>&1 &
tries=0
while [ "$tries" -lt 50 ]; do
  if [ -s "$run/pid" ] || [ -e "$run/exit" ]; then break; fi
  sleep 0.1
  tries=$((tries + 1))
done
[ -s "$run/pid" ] || [ -e "$run/exit" ] || fail no-start
echo "started=yes"
exit 0
