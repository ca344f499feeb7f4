# Takes the kit away with all that belongs to it.
if supervisor >/dev/null; then fail running; fi
if [ -n "$(members)" ]; then fail running; fi
[ ! -e "$dir" ] || [ -d "$dir/startup" ] || fail other "$dir"
rm -rf "$dir" || fail denied "$dir"
rm -rf "$own" || fail denied "$own"
exit 0
