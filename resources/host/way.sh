# What the system knows of the connections that a process ($1) has opened to others: `open`; `opening`; or `silent`, when
# what it sends has not been confirmed for some six seconds, though nobody has closed anything. Nothing where that cannot
# be told. POSIX sh, as it runs in containers as well.
way() {
  # It is read from what a program prints.
  case $1 in '' | *[!0-9]*) return 0 ;; esac
  [ -r "/proc/$1/net/tcp" ] || return 0
  {
    ls -l "/proc/$1/fd" 2>/dev/null | sed -n 's/.*socket:\[\([0-9]*\)\]$/\1/p'
    cat "/proc/$1/net/tcp" "/proc/$1/net/tcp6" 2>/dev/null
  } | awk '
    NF == 1 { own[$1]; next }
    !($10 in own) { next }
    { port = $2; sub(/.*:/, "", port) }
    $4 == "0A" { listens[port]; next }
    $4 == "01" || $4 == "02" {
      count++
      from[count] = port
      to[count] = $3
      # How often it was sent again without an answer, in hexadecimal digits of one length.
      how[count] = $4 == "02" ? "opening" : $7 >= "00000005" ? "silent" : "open"
    }
    END {
      # Those that others have opened to it say nothing of the way to its server.
      for (each = 1; each <= count; each++) if (!(from[each] in listens)) seen[to[each] " " how[each]] = to[each]
      for (each in seen) {
        at = seen[each]
        if ((at " open") in seen) open = 1
        else if ((at " silent") in seen) silent = 1
        else opening = 1
      }
      if (silent) print "way=silent"
      else if (open) print "way=open"
      else if (opening) print "way=opening"
    }
  '
}
