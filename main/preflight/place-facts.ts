/** A process that listens; what is not known of it is null. */
export interface Listener {
  address: string;
  pid: number | null;
  command: string | null;
}

/** What a look at a machine gives; null is not known. Sizes in bytes, times in milliseconds. */
export interface PlaceFacts {
  /** Its clock, less ours, at a resolution of a second. */
  skewMs: number | null;
  freeBytes: number | null;
  /** `missing`: the interpreter is not there, or does not run. */
  python: string | 'missing' | null;
  nvflare: string | 'missing' | null;
  /** Who listens on the port that was asked for. */
  listeners: Listener[] | null;
  /** IP addresses of its own. */
  addresses: string[] | null;
}

/**
 * For a POSIX shell, with the words: directory, interpreter, port. Lines of `name=value`; what cannot be told gives
 * no line. Changes nothing. Without `ss` or `lsof` it only tells that somebody listens, out of what the kernel says.
 */
export const placeScript = `
dir=\${1:-$HOME} py=$2 port=$3
echo "now=$(date +%s)"
while [ ! -e "$dir" ] && [ "$dir" != / ] && [ -n "$dir" ]; do dir=$(dirname "$dir"); done
echo "free=$(df -Pk "\${dir:-/}" 2>/dev/null | awk 'NR==2 {print $4}')"
if [ -n "$py" ]; then
  v=$("$py" -c 'import platform; print(platform.python_version())' 2>/dev/null)
  echo "python=\${v:-missing}"
  if [ -n "$v" ]; then
    n=$("$py" -c 'import importlib.metadata as m; print(m.version("nvflare"))' 2>/dev/null)
    echo "nvflare=\${n:-missing}"
  fi
fi
{ ip -o addr show 2>/dev/null | awk '{print $4}' | cut -d / -f 1 || true
  hostname -I 2>/dev/null | tr ' ' '\\n'; } | sort -u | sed '/^$/d; s/^/address=/'
[ "$port" = 0 ] && exit 0
echo looked=1
tell() { echo "listener=$1|$2|$(tr '\\0' ' ' < "/proc/$2/cmdline" 2>/dev/null || ps -o command= -p "$2" 2>/dev/null)"; }
# One that fails, as where its kernel does not answer it, is no word about who listens.
if out=$(ss -Hltnp "sport = :$port" 2>/dev/null); then
  printf '%s\\n' "$out" | sed '/^$/d' | while read -r state recv send at peer who; do
    pid=$(printf %s "$who" | sed -n 's/.*pid=\\([0-9]*\\).*/\\1/p')
    tell "$at" "$pid"
  done
elif [ ! -r /proc/net/tcp ] && command -v lsof >/dev/null 2>&1; then
  lsof -nP -iTCP:"$port" -sTCP:LISTEN -Fp 2>/dev/null | sed -n 's/^p//p' | while read -r pid; do tell "" "$pid"; done
else
  hex=$(printf '%04X' "$port")
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v h=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == h {print "listener=||"}'
fi
exit 0
`;

/** Reads what the script printed while it ran between two moments of ours. */
export function readPlaceFacts(text: string, ran: { from: number; to: number }): PlaceFacts {
  const lines = text.split('\n').flatMap((line): [string, string][] => {
    const [, name = '', value = ''] = /^([a-z]+)=(.*)$/.exec(line) ?? [];
    return name === '' ? [] : [[name, value.trim()]];
  });
  const all = (wanted: string) => lines.flatMap(([name, value]) => (name === wanted && value ? [value] : []));
  const [now, free, python, nvflare] = ['now', 'free', 'python', 'nvflare'].map((name) => all(name)[0]);
  return {
    skewMs: now && /^\d+$/.test(now) ? skewOf(Number(now), ran) : null,
    freeBytes: free && /^\d+$/.test(free) ? Number(free) * 1024 : null,
    python: versionOf(python),
    nvflare: versionOf(nvflare),
    listeners: all('looked').length > 0 ? all('listener').slice(0, 20).map(readListener) : null,
    addresses: all('address').length > 0 ? all('address') : null,
  };
}

const versionOf = (text: string | undefined): string | null =>
  text !== undefined && (text === 'missing' || /^\d[\w.+-]{0,40}$/.test(text)) ? text : null;

/** The second that was told began at some moment while the script ran, if that clock is right. */
function skewOf(seconds: number, { from, to }: { from: number; to: number }): number {
  const [earliest, latest] = [seconds * 1000, seconds * 1000 + 999];
  if (latest < from) return latest - from;
  return earliest > to ? earliest - to : 0;
}

function readListener(text: string): Listener {
  const [address = '', pid = '', ...command] = text.split('|');
  return {
    address,
    pid: /^\d+$/.test(pid) ? Number(pid) : null,
    command: command.join('|').trim().slice(0, 300) || null,
  };
}
