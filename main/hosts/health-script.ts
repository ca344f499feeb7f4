/**
 * Scripts that look at a host. They print lines of `name=value`; what a host does not have gives no line. Nothing on
 * it is changed.
 */

/** Prints the counters of the kernel, which are wanted twice: what was busy in between is what there is to know. */
const reading = `
reading() {
  [ -r /proc/uptime ] && echo "up=$(cut -d ' ' -f 1 /proc/uptime)"
  awk '/^cpu / {for (i = 2; i <= 9; i++) t += $i; printf "cpu=%.0f %.0f\\n", t, $5 + $6}' /proc/stat 2>/dev/null
  # What goes through a bridge, a bond or a VLAN goes through a card as well.
  sed 's/:/ /' /proc/net/dev 2>/dev/null | awk '
    NR > 2 && $1 !~ /^(lo|veth|docker|br-|virbr|vnet|tap|cni|cali|flannel|tunl|bond|team|dummy|ifb)/ && $1 !~ /[.@]/ {
      n++; r += $2; t += $10
    }
    END {if (n) printf "net=%.0f %.0f\\n", r, t}'
}
`;

/** macOS has no /proc. What it keeps of files in memory it gives away when it is asked to. */
const memoryAndLoad = `
if [ "$(uname -s 2>/dev/null)" = Darwin ]; then
  vm_stat 2>/dev/null | awk -v total="$(sysctl -n hw.memsize 2>/dev/null)" '
    /page size of/ {for (i = 1; i < NF; i++) if ($i == "of") size = $(i + 1)}
    /^Pages (free|inactive|speculative):/ {pages += $NF}
    END {if (total > 0 && size > 0) printf "memory=%.0f %.0f\\n", total / 1024, pages * size / 1024}'
  echo "load=$(sysctl -n vm.loadavg 2>/dev/null | tr , . | awk '{print $2}')"
else
  awk '/^MemTotal:/ {t=$2} /^MemAvailable:/ {a=$2} END {print "memory=" t, a}' /proc/meminfo 2>/dev/null
  echo "load=$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null)"
fi
`;

/** The words after `nvidia-smi` for one line of each GPU, as `readGpu` reads it. */
export const gpuQuery = [
  '--query-gpu=uuid,index,memory.total,memory.used,utilization.gpu,name',
  '--format=csv,noheader,nounits',
];

/** What changes all the time. It takes half a second, in which it only waits. */
export const figuresScript = `${reading}
reading
sleep 0.5 2>/dev/null || sleep 1
reading
echo "disk=$(df -Pk "\${HOME:-/}" 2>/dev/null | awk 'NR==2 {print $2, $4}')"
${memoryAndLoad}
if command -v nvidia-smi >/dev/null 2>&1; then
  nvidia-smi ${gpuQuery.join(' ')} 2>/dev/null | sed 's/^/gpu=/'
fi
exit 0
`;

/**
 * Everything that a host can be asked. The clock comes first: it is compared with the time at which the script began.
 * @param pythons the script that finds Pythons with NVFlare, as deployments use it
 */
export const healthScript = (pythons: string): string => `
echo "now=$(date +%s)"
(
${figuresScript}
)
echo "cpus=$(getconf _NPROCESSORS_ONLN 2>/dev/null)"
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then echo cgroup=2; elif [ -d /sys/fs/cgroup/memory ]; then echo cgroup=1; fi
if command -v python3 >/dev/null 2>&1; then
  echo "python=$(python3 -c 'import platform; print(platform.python_version())' 2>/dev/null)"
fi
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" {n = split($2, a, ":"); print "port=" a[n]}'
(
${pythons}
) | sed 's/^python=/nvflare=/'
exit 0
`;
