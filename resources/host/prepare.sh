# Makes the folder where the kit $1 is staged, with the folders that follow, and tells what an earlier try left.
kit=$1
shift
mkdir -p "${dir%/*}" || fail denied "${dir%/*}"
mkdir -p "$own" || fail denied "${dir%/*}"
chmod 700 "$own" || fail denied "$own"
settle || fail broken "$own"
if [ "$(cat "$own/staging.for" 2>/dev/null)" != "$kit" ]; then
  rm -rf "$own/staging" || fail denied "$own/staging"
  rm -f "$own/staging.manifest" "$own/staging.deployed"
fi
mkdir -p "$own/staging" || fail denied "$own"
echo "$kit" >"$own/staging.for" || fail full
cd "$own/staging" || fail denied "$own/staging"
for folder in "$@"; do mkdir -p "./$folder" || fail full; done
find . -type d -exec chmod 700 {} +
echo "own=$own"
find . -type f -print0 | hashes | sed 's/^/file=/'
exit 0
