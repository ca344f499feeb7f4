import { spawnSync } from 'node:child_process';

/**
 * Swallows every packet to and from a TCP port of this machine, as a firewall does that has lost its mind: nobody is
 * told. Root on Linux only.
 */
export function dropPackets(port: number): { end(): void } {
  const made: Rule[] = [];
  const end = (): void => {
    const problems = made.splice(0).flatMap((rule) => {
      try {
        change('-D', rule);
        return [];
      } catch (error) {
        return [error];
      }
    });
    if (problems.length > 0) throw problems[0];
  };
  try {
    // Of both families: `localhost` may be either.
    for (const program of ['iptables', 'ip6tables'])
      for (const side of ['--dport', '--sport']) {
        const rule = { program, words: ['INPUT', '-p', 'tcp', side, String(port), '-j', 'DROP'] };
        change('-I', rule);
        made.push(rule);
      }
  } catch (error) {
    end();
    throw error;
  }
  return { end };
}

interface Rule {
  program: string;
  words: string[];
}

/** Waits for others who change the rules, such as an engine that starts. */
function change(how: '-I' | '-D', { program, words }: Rule): void {
  const { status, stderr } = spawnSync(program, ['-w', '10', how, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${how} ${words.join(' ')}: ${stderr}`);
}
