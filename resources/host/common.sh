# What every script on a host begins with. POSIX sh: it runs in dash, bash and busybox.
# $1 is the folder of the kit, $2 the mark of its processes. Beside the folder is one of Fedwright's own.
set -u
umask 077
LC_ALL=C
export LC_ALL
case $1 in
  "~/"*) dir=${HOME%/}/${1#"~/"} ;;
  *) dir=$1 ;;
esac
mark=$2
shift 2
own="${dir%/*}/.${dir##*/}.fedwright"
run="$own/run"
# Another Fedwright may have started it, and marked it in its own way.
[ ! -r "$run/mark" ] || mark=$(cat "$run/mark")

# What tells a process from a later one with the same number: the boot, and when it began.
identity() {
  if [ -r /proc/self/stat ]; then
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # Behind the name, which may hold anything: state is the first field, the start time the twentieth.
    set -f
    set -- ${stat##*) }
    set +f
    [ "$1" != Z ] || return 1
    echo "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null) ${20}"
  else
    ps -o lstart= -p "$1" 2>/dev/null | grep .
  fi
}

# The supervisor of this kit, when it still runs.
supervisor() {
  [ -r "$run/pid" ] || return 1
  read -r pid known <"$run/pid" || return 1
  case $pid in '' | *[!0-9]*) return 1 ;; esac
  now=$(identity "$pid") || return 1
  [ "$now" = "$known" ] || return 1
  echo "$pid"
}

# Every process that this kit has started, jobs in sessions of their own included: the mark is inherited.
members() {
  if [ -r /proc/self/environ ]; then
    for file in $(grep -lszxF "FEDWRIGHT_DEPLOYMENT=$mark" /proc/[0-9]*/environ 2>/dev/null); do
      one=${file#/proc/}
      one=${one%/environ}
      if identity "$one" >/dev/null; then echo "$one"; fi
    done
  else
    top=$(supervisor) || return 0
    ps -A -o pid= -o ppid= | awk -v top="$top" '
      { parent[$1] = $2 }
      END {
        for (each in parent) {
          at = each
          while (at in parent && at != top && at > 1) at = parent[at]
          if (at == top) print each
        }
      }'
  fi
}

hashes() {
  if command -v sha256sum >/dev/null 2>&1; then xargs -0 sha256sum; else xargs -0 shasum -a 256; fi
}

# Ends with words that Fedwright knows.
fail() {
  echo "problem=$*"
  exit 3
}

# Moves what NVFlare and its jobs left in the folder of a kit to another one. Both are on one disk.
move_data() {
  for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    name=${entry##*/}
    case $name in startup | local) continue ;; esac
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    # An empty folder of the new kit gives way to the one that is in use.
    rmdir "$2/$name" 2>/dev/null
    if [ ! -e "$2/$name" ] && [ ! -L "$2/$name" ]; then mv "$entry" "$2/$name" || return 1; fi
  done
}

# Brings an exchange to its end that was cut off, by a power failure for example.
settle() {
  [ -r "$own/exchange" ] || return 0
  number=$(cat "$own/exchange")
  old="$own/previous/$number"
  if [ ! -e "$dir" ]; then
    if [ -e "$own/staging" ]; then mv "$own/staging" "$dir"; else mv "$old" "$dir"; fi || return 1
  fi
  if [ -e "$old" ] && [ ! -e "$own/staging" ]; then
    move_data "$old" "$dir" || return 1
    settle_papers || return 1
  fi
  rm -f "$own/exchange"
}

# The lists that go with the kits follow them.
settle_papers() {
  for paper in manifest deployed; do
    if [ -e "$own/staging.$paper" ]; then
      if [ -e "$own/$paper" ]; then mv -f "$own/$paper" "$own/previous/$number.$paper" || return 1; fi
      mv -f "$own/staging.$paper" "$own/$paper" || return 1
    fi
  done
}
