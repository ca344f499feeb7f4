# Ends the kit with everything that it has started. $1 is for how many seconds it is asked before it is made to.
grace=$1
# Someone may have removed the folder, and what lies beside it, under what runs.
[ ! -d "$run" ] || : >"$run/stopping"
was=$(supervisor) || was=
pids=$(members)
if [ -n "$pids" ]; then
  # As NVFlare's own script asks; for what was started without Fedwright it is the only way.
  [ ! -d "$dir" ] || : >"$dir/shutdown.fl"
  kill -TERM $pids 2>/dev/null
  tries=$((grace * 5))
  while [ "$tries" -gt 0 ]; do
    pids=$(members)
    [ -n "$pids" ] || break
    sleep 0.2
    tries=$((tries - 1))
  done
  tries=25
  while [ -n "$pids" ] && [ "$tries" -gt 0 ]; do
    kill -KILL $pids 2>/dev/null
    echo "forced=$(echo $pids)"
    sleep 0.2
    pids=$(members)
    tries=$((tries - 1))
  done
  if [ -n "$pids" ]; then
    # It is not under way any more, and they are to be seen.
    rm -f "$run/stopping"
    fail left $pids
  fi
fi
[ -d "$run" ] || exit 0
if [ -n "$was" ] || [ ! -e "$run/exit" ]; then echo stopped >"$run/exit"; fi
rm -f "$run/pid" "$run/stopping" "$run/watch"
rm -f "$dir/pid.fl" "$dir/daemon_pid.fl" "$dir/shutdown.fl" "$dir/restart.fl"
exit 0
