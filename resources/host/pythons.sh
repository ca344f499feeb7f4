# Pythons of this user that have NVFlare, the one that a shell takes first; with $1, that one alone.
seen=" "
look() {
  [ -x "$1" ] || return 0
  case $seen in *" $1 "*) return 0 ;; esac
  seen="$seen$1 "
  found=$("$1" -c 'import importlib.metadata as m, platform; print(platform.python_version(), m.version("nvflare"))' 2>/dev/null) || return 0
  echo "python=$found $1"
}
if [ $# -gt 0 ]; then
  look "$1"
  exit 0
fi
for name in python3 nvflare; do
  at=$(command -v "$name" 2>/dev/null) || continue
  case $at in /*) look "${at%/*}/python3" ;; esac
done
for pattern in "$HOME"/*/bin/python3 "$HOME"/.*/bin/python3 "$HOME"/fedwright/*/bin/python3 \
  "$HOME"/*conda*/envs/*/bin/python3 "$HOME"/.virtualenvs/*/bin/python3 "$HOME"/envs/*/bin/python3 \
  /opt/*/bin/python3 /opt/*conda*/envs/*/bin/python3 /usr/local/bin/python3 /usr/bin/python3; do
  look "$pattern"
done
exit 0
