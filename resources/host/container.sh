# What a container with a kit runs. $1 is its Python. NVFlare asks by a file to be started again.
dir=/opt/fedwright/kit
case $1 in
  /*) PATH="${1%/*}:$PATH" ;;
esac
export PATH
ending=
child=
end() {
  ending=yes
  : >"$dir/shutdown.fl"
  # Every process of this container but this one, jobs in sessions of their own included.
  kill -TERM -1 2>/dev/null
}
trap end TERM INT
cd "$dir" || exit 1
rm -f shutdown.fl restart.fl pid.fl daemon_pid.fl
while :; do
  bash "$dir/startup/sub_start.sh" --once &
  child=$!
  wait "$child"
  code=$?
  [ -z "$ending" ] || exit 143
  [ -e restart.fl ] || exit "$code"
  echo "Fedwright: NVFlare asked to be started again."
  sleep 2
done
