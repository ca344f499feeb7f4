import type { PortProtocol } from '../../preload/contract/host-ports';
import { AppError } from '../errors';
import type { HostAccess } from '../hosts/host-access';
import { normal } from './addresses';

export interface ListeningPort {
  port: number;
  protocol: PortProtocol;
  address: string;
  /** Null: it belongs to a user whose programs are not shown. */
  program: string | null;
}

const answerWithinMs = 15_000;

/** With the names of programs where a tool tells them, and otherwise as the kernel lists its sockets. */
const script = `
# One that fails, as where its kernel does not answer it, is no word about what listens.
if out=$(ss -Hlntup 2>/dev/null); then echo format=ss; printf '%s\\n' "$out"
elif [ -r /proc/net/tcp ]; then
  echo format=proc
  for name in tcp tcp6 udp udp6; do [ -r /proc/net/$name ] && sed "s/^/$name /" /proc/net/$name; done
elif command -v lsof >/dev/null 2>&1; then
  echo format=lsof; lsof -nP -iTCP -sTCP:LISTEN -FcPn; lsof -nP -iUDP -FcPn
else exit 3; fi
exit 0
`;

/** What listens on a host. Nothing there is changed. @throws AppError when it cannot be asked */
export async function readListeners(
  exec: HostAccess['exec'],
  hostId: string,
  signal?: AbortSignal,
): Promise<ListeningPort[]> {
  const { code, stdout } = await exec(hostId, ['sh', '-c', script], {
    ...{ signal, timeoutMs: answerWithinMs, maxBytes: 8 << 20 },
  });
  if (code !== 0) throw noTool();
  return parseListeners(stdout.toString('utf8'));
}

const noTool = (): AppError =>
  new AppError('UNAVAILABLE', 'The host does not tell what listens on it.', {
    hint: 'Install "ss" there (package iproute2), or choose ports that you know to be free.',
    reason: 'no-listeners',
  });

/** Reads what the script printed, in the format that its first line names. */
export function parseListeners(text: string): ListeningPort[] {
  const [format = '', ...lines] = text.split('\n');
  const found =
    format === 'format=ss'
      ? lines.flatMap(readSs)
      : format === 'format=proc'
        ? lines.flatMap(readProc)
        : readLsof(lines);
  return [...new Map(found.map((each) => [`${each.protocol} ${each.address} ${each.port}`, each])).values()];
}

/** `tcp LISTEN 0 128 127.0.0.1:80 0.0.0.0:* users:(("nginx",pid=1,fd=3))` */
function readSs(line: string): ListeningPort[] {
  const [netid, , , , local = '', , ...rest] = line.trim().split(/\s+/);
  const at = local.lastIndexOf(':');
  const port = Number(local.slice(at + 1));
  if ((netid !== 'tcp' && netid !== 'udp') || !Number.isInteger(port) || port < 1) return [];
  const program = /users:\(\("((?:[^"\\]|\\.)*)"/.exec(rest.join(' '))?.[1] ?? null;
  return [{ port, protocol: netid, address: normal(local.slice(0, at)), program }];
}

const listens = { tcp: '0A', udp: '07' } as const;

/** `tcp 0: 0100007F:0050 00000000:0000 0A …`: addresses in words of four bytes, the lowest byte first. */
function readProc(line: string): ListeningPort[] {
  const [name = '', , local = '', , state] = line.trim().split(/\s+/);
  const protocol = name.startsWith('tcp') ? 'tcp' : 'udp';
  const [, hex, port] = /^([\dA-F]{8}|[\dA-F]{32}):([\dA-F]{4})$/i.exec(local) ?? [];
  if (!hex || !port || state !== listens[protocol]) return [];
  return [{ port: Number.parseInt(port, 16), protocol, address: addressOf(hex), program: null }];
}

function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex')].toReversed());
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.every((byte) => byte === 0)) return '::';
  if (bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255)
    return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => (bytes[at * 2] ?? 0) * 256 + (bytes[at * 2 + 1] ?? 0));
  const text = groups.map((group) => group.toString(16)).join(':');
  // The longest run of zeros is left out, as every tool writes it.
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].toSorted((a, b) => b[0].length - a[0].length);
  const [longest] = runs;
  if (!longest) return text;
  const [before, after] = [text.slice(0, longest.index), text.slice(longest.index + longest[0].length + 1)];
  return `${before}::${after}`;
}

/** Fields of one letter: `c` the program, then `P` the protocol and `n` the address of each of its sockets. */
function readLsof(lines: string[]): ListeningPort[] {
  let program: string | null = null;
  let protocol: PortProtocol = 'tcp';
  return lines.flatMap((line) => {
    const value = line.slice(1);
    if (line.startsWith('c')) program = value;
    if (line.startsWith('P')) protocol = value.toLowerCase() === 'udp' ? 'udp' : 'tcp';
    const [, address, port] = /^n(.*):(\d+)$/.exec(line) ?? [];
    if (address === undefined || value.includes('->')) return [];
    return [{ port: Number(port), protocol, address: normal(address), program }];
  });
}
