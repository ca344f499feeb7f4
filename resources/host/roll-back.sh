# Stages the kit of before with the number $1 for an exchange. It stays where it is until that has happened.
number=$1
case $number in '' | *[!0-9]*) fail gone ;; esac
settle || fail broken "$own"
[ -d "$own/previous/$number/startup" ] || fail gone
rm -rf "$own/staging" "$own/staging.manifest" "$own/staging.deployed"
echo "roll-back" >"$own/staging.for" || fail full
cp -pR "$own/previous/$number" "$own/staging" || fail full
for paper in manifest deployed; do
  if [ -e "$own/previous/$number.$paper" ]; then
    cp "$own/previous/$number.$paper" "$own/staging.$paper" || fail full
  else
    # It came from elsewhere: what is known of the kit that it takes the place of goes with that one.
    : >"$own/staging.$paper" || fail full
  fi
done
sed 's/^/deployed=/' "$own/staging.deployed"
exit 0
