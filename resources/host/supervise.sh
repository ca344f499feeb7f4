# Runs the kit in the foreground of this process and notes how it ended. NVFlare asks by a file to be started again.
trap '' HUP
# More than this is not kept of the console; NVFlare keeps logs of its own.
most=50000000
roll() {
  while sleep 30; do
    if [ "$(wc -c <"$run/console.log")" -gt "$most" ]; then
      tail -c 5000000 "$run/console.log" >"$run/console.log.1"
      : >"$run/console.log"
    fi
  done
}
date +%s >"$run/since"
echo "$$ $(identity $$)" >"$run/pid.new"
mv -f "$run/pid.new" "$run/pid"
roll &
while :; do
  bash "$dir/startup/sub_start.sh" --once
  code=$?
  if [ ! -e "$dir/restart.fl" ] || [ -e "$run/stopping" ]; then break; fi
  echo "Fedwright: NVFlare asked to be started again."
  sleep 2
done
echo "$code" >"$run/exit.new"
mv -f "$run/exit.new" "$run/exit"
# Nothing of it outlives it: jobs run in sessions of their own.
for one in $(members); do
  [ "$one" = "$$" ] || kill -KILL "$one" 2>/dev/null
done
rm -f "$run/pid"
exit "$code"
