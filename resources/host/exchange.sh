# Puts what was staged in place: $1 says how many kits of before are kept, $2 is the number of the one that it is a
# copy of, or 0, then come the files below local/ that are carried over. Runs to its end whatever becomes of the
# connection.
keep=$1
copied=$2
shift 2
forget() {
  rm -rf "$own/previous/$1" "$own/previous/$1.manifest" "$own/previous/$1.deployed" "$own/previous/$1.at"
}
settle || fail broken "$own"
[ -d "$own/staging/startup" ] || fail gone
if supervisor >/dev/null; then fail running; fi
if [ -n "$(members)" ]; then fail running; fi
for file in "$@"; do
  case $file in local/*) ;; *) continue ;; esac
  case /$file/ in */../*) continue ;; esac
  if [ -f "$dir/$file" ]; then
    mkdir -p "$own/staging/${file%/*}" && cp -p "$dir/$file" "$own/staging/$file" || fail full
  else
    rm -f "$own/staging/$file"
  fi
done
mkdir -p "$own/previous" || fail denied "$own"
number=0
for entry in "$own"/previous/*; do
  name=${entry##*/}
  name=${name%%.*}
  case $name in '' | *[!0-9]*) continue ;; esac
  [ "$name" -le "$number" ] || number=$name
done
number=$((number + 1))
if [ -d "$dir" ] && [ -z "$(ls -A "$dir")" ]; then rmdir "$dir"; fi
if [ -e "$dir" ]; then
  echo "$number" >"$own/exchange" || fail full
  mv "$dir" "$own/previous/$number" || { rm -f "$own/exchange"; fail stuck "$dir"; }
  mv "$own/staging" "$dir" || { mv "$own/previous/$number" "$dir" && rm -f "$own/exchange"; fail stuck "$dir"; }
  move_data "$own/previous/$number" "$dir" && settle_papers || fail broken "$own"
  date +%s >"$own/previous/$number.at"
  rm -f "$own/exchange"
else
  mv "$own/staging" "$dir" || fail stuck "$dir"
  settle_papers || fail broken "$own"
fi
rm -f "$own/staging.for"
[ "$copied" = 0 ] || forget "$copied"
kept=0
at=$number
while [ "$at" -gt 0 ]; do
  if [ -d "$own/previous/$at" ]; then
    kept=$((kept + 1))
    if [ "$kept" -gt "$keep" ]; then
      forget "$at"
      echo "dropped=$at"
    fi
  fi
  at=$((at - 1))
done
exit 0
