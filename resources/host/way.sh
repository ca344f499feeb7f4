# What the system knows of the connections that a process ($1) has opened to its server, at a port ($2): `open`;
# `opening`; or `silent`, when what it sends has not been confirmed for some six seconds, though nobody has closed
# anything. Of several one that is open is enough. Where there is none at that port, as through a proxy, those to others
# count. Nothing where that cannot be told. POSIX sh, as it runs in containers as well.
way() {
  # Both are read from what a program prints.
  case $1 in '' | *[!0-9]*) return 0 ;; esac
  case ${2:-0} in *[!0-9]*) set -- "$1" 0 ;; esac
  [ -r "/proc/$1/net/tcp" ] || return 0
  {
    ls -l "/proc/$1/fd" 2>/dev/null | sed -n 's/.*socket:\[\([0-9]*\)\]$/\1/p'
    cat "/proc/$1/net/tcp" "/proc/$1/net/tcp6" 2>/dev/null
  } | awk -v server="$(printf '%04X' "${2:-0}")" '
    function portOf(address) { sub(/.*:/, "", address); return address }
    function tell(seen) {
      if ("open" in seen) print "way=open"
      else if ("silent" in seen) print "way=silent"
      else if ("opening" in seen) print "way=opening"
    }
    NF == 1 { own[$1]; next }
    !($10 in own) { next }
    $4 == "0A" { listens[portOf($2)]; next }
    $4 == "01" || $4 == "02" {
      count++
      from[count] = portOf($2)
      to[count] = portOf($3)
      # How often it was sent again without an answer, in hexadecimal digits of one length.
      how[count] = $4 == "02" ? "opening" : $7 >= "00000005" ? "silent" : "open"
    }
    END {
      # Those that others have opened to it say nothing of the way to its server.
      for (each = 1; each <= count; each++)
        if (!(from[each] in listens)) {
          any[how[each]]
          if (to[each] == server) { isThere = 1; there[how[each]] }
        }
      if (isThere) tell(there)
      else tell(any)
    }
  '
}
