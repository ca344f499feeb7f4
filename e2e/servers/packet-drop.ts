import { spawnSync } from 'node:child_process';

/**
 * Swallows every packet to and from a TCP port of this machine, as a firewall does that has lost its mind: nobody is
 * told. Root on Linux only.
 */
export function dropPackets(port: number): { end(): void } {
  const rules = ['--dport', '--sport'].map((side) => [
    ...['INPUT', '-p', 'tcp', side, String(port), '-j', 'DROP'],
  ]);
  const all = (how: '-I' | '-D') => rules.forEach((rule) => change(how, rule));
  all('-I');
  return { end: () => all('-D') };
}

/** Of both families: `localhost` may be either. It waits for others who change the rules, such as an engine that starts. */
function change(how: '-I' | '-D', rule: string[]): void {
  for (const program of ['iptables', 'ip6tables']) {
    const { status, stderr } = spawnSync(program, ['-w', '10', how, ...rule], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${how} ${rule.join(' ')}: ${stderr}`);
  }
}
