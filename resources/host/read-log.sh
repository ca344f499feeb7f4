# The size of the log $1, and below it what it has from the byte $2 on; below zero: the end, of so many bytes.
case $1 in
  console) file="$run/console.log" ;;
  *) file="$dir/$1" ;;
esac
from=$2
if [ ! -f "$file" ]; then
  echo 0 0
  exit 0
fi
size=$(($(wc -c <"$file")))
if [ "$from" -lt 0 ]; then from=$((size + from)); fi
# It was begun anew.
if [ "$from" -lt 0 ] || [ "$from" -gt "$size" ]; then from=0; fi
echo "$from $size"
[ "$size" -eq "$from" ] || tail -c "+$((from + 1))" "$file" | head -c "$((size - from))" | head -c 1000000
exit 0
