import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** Where a server of a test listens instead of a free port of loopback. */
export interface Place {
  address: string;
  port: number;
  /** Words before a command that has to run there. */
  within: string[];
}

export interface OwnNetwork {
  /** The machine `index`, counted from 0, which calls itself `name`. */
  place(index: number, name: string): Place;
  end(): void;
}

/**
 * A network beside the one of this machine, as that of a data centre is: its machines have addresses there, see each
 * other and nothing that listens here. Only one at a time, as the addresses are always the same. Root on Linux only.
 */
export function startOwnNetwork(): OwnNetwork {
  const id = randomBytes(4).toString('hex');
  const space = `fw-${id}`;
  const addresses = [11, 12, 13].map((last) => `10.40.7.${last}`);
  ip('netns', 'add', space);
  try {
    ip('link', 'add', `fw${id}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
    ip('address', 'add', '10.40.7.1/24', 'dev', `fw${id}`);
    ip('link', 'set', `fw${id}`, 'up');
    for (const address of addresses) ip('-n', space, 'address', 'add', `${address}/24`, 'dev', 'eth0');
    for (const name of ['lo', 'eth0']) ip('-n', space, 'link', 'set', name, 'up');
  } catch (error) {
    ip('netns', 'delete', space);
    throw error;
  }
  return {
    place: (index, name) => ({
      address: addresses[index] ?? '',
      port: 22,
      within: [
        ...['ip', 'netns', 'exec', space, 'unshare', '--uts'],
        ...['sh', '-ec', 'hostname "$1"; shift; exec "$@"', 'sh', name],
      ],
    }),
    end: () => ip('netns', 'delete', space),
  };
}

function ip(...words: string[]): void {
  const { status, stderr } = spawnSync('ip', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${stderr}`);
}
