# Removes what a cancelled or failed try has left.
rm -rf "$own/staging" "$own/staging.manifest" "$own/staging.deployed" "$own/staging.for"
rmdir "$own" 2>/dev/null
exit 0
