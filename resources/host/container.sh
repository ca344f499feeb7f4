# What a container with a kit runs. $1 is its Python. NVFlare asks by a file to be started again.
dir=/opt/fedwright/kit
# So many fifths of a second a kit is given to end. The engine waits longer: see `StopTimeout` of the container.
grace=50
case $1 in
  /*) PATH="${1%/*}:$PATH" ;;
esac
export PATH
ending=
end() {
  ending=yes
  : >"$dir/shutdown.fl"
  # Every process of this container but this one, jobs in sessions of their own included.
  kill -TERM -1 2>/dev/null
  hang_up
}
# A shell at a terminal, as somebody has opened one here, takes no notice of a TERM.
hang_up() {
  for one in /proc/[0-9]*; do
    read -r line 2>/dev/null <"$one/stat" || continue
    # Behind the name: state, parent, group, session, terminal.
    set -- ${line##*) }
    [ "${5:-0}" = 0 ] || kill -HUP "${one#/proc/}" 2>/dev/null
  done
}
# Whether any process is left but this one and the first of an engine that puts one of its own before it.
others() {
  for each in /proc/[0-9]*; do
    case ${each#/proc/} in 1 | $$) continue ;; esac
    read -r line 2>/dev/null <"$each/stat" || continue
    # Behind the name, which may hold anything, is the state: a zombie has ended.
    case ${line##*) } in Z*) continue ;; esac
    return 0
  done
  return 1
}
# With this process, the system ends all that is left.
leave() {
  while [ "$grace" -gt 0 ] && others; do
    grace=$((grace - 1))
    sleep 0.2
  done
  ! others || echo "Fedwright: what did not end within ten seconds is made to."
  exit 143
}
cd "$dir" || exit 1
rm -f shutdown.fl restart.fl pid.fl daemon_pid.fl
trap end TERM INT
while :; do
  [ -z "$ending" ] || leave
  bash "$dir/startup/sub_start.sh" --once &
  child=$!
  # Asked to end just before: then this one has not heard of it.
  [ -z "$ending" ] || end
  wait "$child"
  code=$?
  [ -z "$ending" ] || leave
  [ -e restart.fl ] || exit "$code"
  echo "Fedwright: NVFlare asked to be started again."
  sleep 2 &
  wait "$!"
  [ -z "$ending" ] || leave
done
