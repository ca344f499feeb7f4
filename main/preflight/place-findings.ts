import { formatBytes } from '../../preload/contract/bytes';
import type { CheckResult } from '../../preload/contract/preflight';
import type { Endpoint } from './endpoint';
import type { Listener, PlaceFacts } from './place-facts';
import { attention, failed, ok, span, unknown } from './result';
import type { Unreached } from './viewpoint';

/** What a participant writes before its first job, and what a job of some size takes. */
const [leastBytes, goodBytes] = [200e6, 2e9];

export function judgeDisk({ freeBytes }: PlaceFacts, where: string): CheckResult {
  if (freeBytes === null) return unknown('disk', `How much room ${where} has could not be told.`);
  const free = `${formatBytes(freeBytes)} are free on ${where}.`;
  if (freeBytes < leastBytes)
    return failed('disk', `Only ${free}`, 'Free some space: a participant cannot even write its log.');
  if (freeBytes < goodBytes)
    return attention('disk', `Only ${free}`, 'Models and results of jobs may not fit. Free some space.');
  return ok('disk', free);
}

const noticedMs = 30_000;
const harmfulMs = 5 * 60_000;

/** @param serverSkewMs of the server's clock, less ours; null when it is not known. */
export function judgeClock({ skewMs }: PlaceFacts, where: string, serverSkewMs: number | null): CheckResult {
  if (skewMs === null) return unknown('clock', `The clock of ${where} could not be read.`);
  const apart = serverSkewMs === null ? skewMs : skewMs - serverSkewMs;
  const other = serverSkewMs === null ? 'the one of this machine' : 'the one of the server';
  const hint = 'Set both clocks by the network (NTP). Certificates and logs go by them.';
  if (Math.abs(apart) < noticedMs)
    return ok(
      'clock',
      where === 'this machine' && serverSkewMs === null
        ? "This machine's clock is the reference."
        : `The clock of ${where} agrees with ${other}.`,
    );
  const message = `The clock of ${where} is ${span(apart)} ${apart > 0 ? 'ahead of' : 'behind'} ${other}.`;
  return Math.abs(apart) < harmfulMs ? attention('clock', message, hint) : failed('clock', message, hint);
}

export function judgePython({ python }: PlaceFacts, where: string): CheckResult {
  if (python === null) return unknown('python', `Whether ${where} has a Python could not be told.`);
  if (python === 'missing')
    return failed(
      'python',
      `There is no Python on ${where} where it was looked for.`,
      'Install Python 3.10 or newer with NVFlare there, or name the interpreter that has it.',
    );
  const [major = 0, minor = 0] = python.split('.').map(Number);
  if (major === 3 && minor >= 10) return ok('python', `Python ${python}.`);
  return failed('python', `Python ${python} is too old for NVFlare.`, 'Install Python 3.10 or newer there.');
}

/** @param made the NVFlare that the kit was made with; null when that is not recorded. */
export function judgeNvflare(
  { nvflare, python }: PlaceFacts,
  where: string,
  made: string | null,
): CheckResult {
  if (nvflare === 'missing' || python === 'missing')
    return failed(
      'nvflare',
      `The Python of ${where} has no NVFlare.`,
      `Install it there: python3 -m pip install nvflare${made ? `==${made}` : ''}`,
    );
  if (nvflare === null) return unknown('nvflare', `Which NVFlare ${where} has could not be told.`);
  if (made === null || nvflare === made) return ok('nvflare', `NVFlare ${nvflare}.`);
  const message = `${where} has NVFlare ${nvflare}, and the kit was made with ${made}.`;
  const hint = `All participants of a federation need one version: python3 -m pip install nvflare==${made}`;
  const minor = (version: string) => version.split('.').slice(0, 2).join('.');
  return minor(nvflare) === minor(made)
    ? attention('nvflare', capital(message), hint)
    : failed('nvflare', capital(message), hint);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** @param starting whether the server is about to start, so that the port must be free. */
export function judgePort(
  { listeners }: PlaceFacts,
  port: number,
  starting: boolean,
  where: string,
): CheckResult {
  if (listeners === null) return unknown('port', `Who listens on ${where} could not be told.`);
  const [first] = listeners;
  if (!first)
    return starting
      ? ok('port', `Port ${port} of ${where} is free.`)
      : failed(
          'port',
          `Nothing listens on port ${port} of ${where}.`,
          'The server does not run. Start it, and look into its log.',
        );
  const who = owner(first);
  if (isNvflareServer(first))
    return starting
      ? failed(
          'port',
          `Port ${port} of ${where} is taken by a server of NVFlare (${who}).`,
          'It may be this very server, running already. Stop it first, or give this project another port.',
        )
      : ok('port', `A server of NVFlare listens on port ${port} (${who}).`);
  const hint = `End that program, or give the server another port and provision again.`;
  return failed('port', `Port ${port} of ${where} is taken by ${who}.`, hint);
}

const isNvflareServer = ({ command }: Listener): boolean => /nvflare\S*\.server/.test(command ?? '');

function owner({ pid, command }: Listener): string {
  if (command === null) return pid === null ? 'a program of another user' : `process ${pid}`;
  const [program = ''] = command.split(' ');
  const name = program.split('/').at(-1) ?? program;
  if (name === 'docker-proxy') return `a container of Docker (process ${pid ?? '?'})`;
  const short = /-m (\S+)/.exec(command)?.[1];
  return `${name}${short ? ` ${short}` : ''}, process ${pid ?? '?'}`;
}

/** Whether a server's name leads to itself. */
export function judgeOwnName(
  host: string,
  found: string[] | null,
  { addresses }: PlaceFacts,
  where: string,
): CheckResult {
  if (found === null) return unknown('name', `${host} could not be looked up from ${where}.`);
  if (found.length === 0)
    return attention(
      'name',
      `${host} is not known on ${where}, which is to be that server.`,
      'Sites look this name up. Add it to the DNS, or to /etc/hosts of every participant.',
    );
  const list = found.join(', ');
  if (addresses === null)
    return unknown('name', `${host} is ${list}; the addresses of ${where} are not known.`);
  const own = found.some((one) => isLoopback(one) || addresses.includes(one));
  if (own) return ok('name', `${host} is ${list}, an address of ${where}.`);
  return attention(
    'name',
    `${host} is ${list}, which is no address of ${where}.`,
    'That is right when a router or load balancer passes the port on. Otherwise correct the DNS, or the host name of the server.',
  );
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');

/** @param found addresses as they were seen from the place. */
export function judgeLookup(host: string, found: string[] | null, where: string): CheckResult {
  if (found === null) return unknown('dns', `${host} could not be looked up from ${where}.`);
  if (found.length > 0 && found.every(isLoopback) && where !== 'this machine')
    return attention(
      'dns',
      `${host} is ${found.join(', ')}: ${where} looks for the server on itself.`,
      'That is right only where the server runs on the same machine. Otherwise correct the DNS or /etc/hosts there.',
    );
  if (found.length > 0) return ok('dns', `${host} is ${found.join(', ')}.`);
  return failed(
    'dns',
    `${where} does not know the name ${host}.`.replace(/^./, (first) => first.toUpperCase()),
    `Add ${host} to the DNS, or to /etc/hosts there. If the server has another name, correct it in the project and provision again.`,
  );
}

const tcpWords: Record<Unreached, [message: string, hint: string]> = {
  refused: [
    'refuses the connection: the machine is there, and nothing listens on that port',
    'Start the server, or compare the port with the one it listens on.',
  ],
  timeout: [
    'does not answer within 8 seconds',
    'A firewall drops the connection, or the address is of another network. Have the port opened from this place to the server.',
  ],
  unreachable: [
    'cannot be reached: there is no route to it',
    'Check the network there, and whether a VPN is needed.',
  ],
  name: ['has a name that cannot be looked up', 'Add it to the DNS, or to /etc/hosts there.'],
  forbidden: [
    'could not be tried: the SSH server of this place forbids forwarding',
    'Allow it there (AllowTcpForwarding), or try from a terminal of that host.',
  ],
  failed: ['could not be connected to', 'Check the network between the two.'],
};

export function judgeTcp(
  { host, port }: Pick<Endpoint, 'host' | 'port'>,
  why: Unreached | null,
): CheckResult {
  const where = `${host}:${port}`;
  if (why === null) return ok('tcp', `${where} takes connections.`);
  const [message, hint] = tcpWords[why];
  return (why === 'forbidden' ? unknown : failed)('tcp', `${where} ${message}.`, hint);
}
