import { existsSync } from 'node:fs';
import type SSHConfig from 'ssh-config';
import type { HostDraft } from './import-plan';
import { expandHome } from './ssh-config-file';

interface Person {
  home: string;
  username: string;
}

/** What OpenSSH would do for one name. */
interface Computed {
  address: string;
  port: number;
  username: string;
  keyFile: string | null;
  jumps: string[];
  remarks: string[];
  /** Why it cannot be taken over; null when it can. */
  refused: string | null;
}

/**
 * The hosts of a configuration, those on the way included, each before the ones behind it.
 * @param aliases names of its `Host` lines.
 */
export function hostsOfConfig(config: SSHConfig, aliases: string[], person: Person): HostDraft[] {
  const drafts = new Map<string, HostDraft>();

  function draftOf(name: string, computed: Computed, through: string | null): HostDraft {
    const { address, port, username, keyFile, remarks, refused } = computed;
    return {
      ...{ name, kind: 'ssh', address, port, username, keyFile, remarks, refused, through },
      auth: keyFile === null ? 'agent' : 'key',
    };
  }

  /** Puts a host down, after those on its way. `seen`: whose way leads here. */
  function add(alias: string, seen: readonly string[]): string {
    const known = drafts.get(alias);
    if (known) return known.name;
    const computed = compute(config, alias, person);
    const through = throughOf(computed, [...seen, alias]);
    drafts.set(alias, draftOf(alias, computed, through));
    return alias;
  }

  /** Several hops, each behind the one before it; only the first one has a way of its own. */
  function throughOf(computed: Computed, seen: readonly string[]): string | null {
    let previous: string | null = null;
    for (const [at, words] of computed.jumps.entries()) {
      const hop = readHop(words);
      if (!hop) {
        computed.remarks.push(`ProxyJump "${words}" is not understood, and is left out.`);
        return null;
      }
      if (seen.includes(hop.host)) {
        // A pattern that matches the host on the way as well; OpenSSH would go round in circles, too.
        computed.remarks.push(`ProxyJump "${words}" leads back to itself, and is left out.`);
        return null;
      }
      previous = at === 0 && isPlain(hop) ? add(hop.host, seen) : addHop(hop, previous, seen);
    }
    return previous;
  }

  /** A hop with a user, port or way of its own is a host of its own. */
  function addHop(hop: Hop, previous: string | null, seen: readonly string[]): string {
    const computed = compute(config, hop.host, person);
    const own = { ...computed, username: hop.username ?? computed.username, port: hop.port ?? computed.port };
    const through = previous ?? throughOf(own, [...seen, hop.host]);
    if (isPlain(hop) && previous !== null) {
      add(hop.host, seen);
      if (drafts.get(hop.host)?.through === previous) return hop.host;
    }
    const name = [hop.words, previous === null ? '' : ` (through ${previous})`].join('').slice(0, 60);
    drafts.set(name, draftOf(name, own, through));
    return name;
  }

  for (const alias of aliases) add(alias, []);
  return inOrder([...drafts.values()]);
}

interface Hop {
  words: string;
  host: string;
  username: string | null;
  port: number | null;
}

const isPlain = ({ username, port }: Hop): boolean => username === null && port === null;

/** `[user@]host[:port]` or `ssh://[user@]host[:port]`. */
function readHop(words: string): Hop | null {
  const [, username, bracketed, bare, port] =
    /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(?:\[([^\]\s]+)\]|([^:@/\s]+|[\da-f:]{2,}))(?::(\d{1,5}))?\/?$/i.exec(
      words,
    ) ?? [];
  const host = bracketed ?? bare;
  if (!host) return null;
  return { words, host, username: username ?? null, port: port === undefined ? null : Number(port) };
}

function compute(config: SSHConfig, alias: string, person: Person): Computed {
  // `Match exec` was left out when the file was read; this makes sure that nothing is run.
  const found = config.compute(alias, { ignoreCase: true, matchExec: false });
  const one = (name: string) => {
    const value = found[name];
    return (Array.isArray(value) ? value.join(' ') : (value ?? '')).trim();
  };
  const remarks: string[] = [];
  const address =
    one('hostname').replaceAll('%%', '\0').replaceAll('%h', alias).replaceAll('\0', '%') || alias;
  const port = one('port') === '' ? 22 : Number(one('port'));
  const username = one('user') || person.username;
  const identities = found['identityfile'] ?? [];
  const keyFile = keyFileOf(typeof identities === 'string' ? [identities] : identities, {
    ...{ person, address, username, remarks },
  });
  const proxy = one('proxycommand');
  const jump = one('proxyjump') || (jumpOfCommand(proxy) ?? '');
  const refused =
    proxy !== '' && proxy.toLowerCase() !== 'none' && jump === ''
      ? `It is reached by a command (ProxyCommand), and Fedwright runs no commands out of a configuration.`
      : whyUnfit(address, port, username);
  const jumps =
    jump === '' || jump.toLowerCase() === 'none' ? [] : jump.split(',').map((each) => each.trim());
  return { address, port, username, keyFile, jumps, remarks, refused };
}

function whyUnfit(address: string, port: number, username: string): string | null {
  if (!/^[^\s/@%]{1,255}$/.test(address)) return `Its address "${address.slice(0, 80)}" is none.`;
  if (!Number.isInteger(port) || port < 1 || port > 65535) return 'Its port is none.';
  return /^\S{1,64}$/.test(username) ? null : 'Its user name is none.';
}

/** `ssh -W %h:%p gate` is what ProxyJump does, and was the way before there was one. */
function jumpOfCommand(command: string): string | null {
  const words = command.split(/\s+/).filter((word) => word !== '-q');
  if (!/(^|\/)ssh$/.test(words[0] ?? '')) return null;
  const at = words.indexOf('-W');
  if (at === -1 || !/^(%h:%p|\[%h\]:%p)$/.test(words[at + 1] ?? '')) return null;
  const rest = words.filter((_, index) => index !== 0 && index !== at && index !== at + 1);
  return rest.length === 1 && rest[0] && !rest[0].startsWith('-') ? rest[0] : null;
}

interface OfKeys {
  person: Person;
  address: string;
  username: string;
  remarks: string[];
}

/** The first that is there: OpenSSH would try them in turn. */
function keyFileOf(files: readonly string[], { person, address, username, remarks }: OfKeys): string | null {
  const tokens: Record<string, string> = {
    ...{ '%%': '%', '%d': person.home, '%h': address, '%r': username, '%u': person.username },
  };
  const expanded = files
    .filter((file) => file.toLowerCase() !== 'none')
    .map((file) => expandHome(file, person.home).replaceAll(/%[%dhru]/g, (token) => tokens[token] ?? token));
  const there = expanded.filter((file) => existsSync(file));
  if (there.length > 1) remarks.push(`Of its key files, the first is taken: ${there.join(', ')}.`);
  if (expanded.length > 0 && there.length === 0)
    remarks.push(`Its key file ${expanded[0]} is not there: the SSH agent is used.`);
  return there[0] ?? null;
}

/** Each after the one that it goes through. */
function inOrder(drafts: HostDraft[]): HostDraft[] {
  const done = new Map<string, HostDraft>();
  const put = (draft: HostDraft) => {
    if (done.has(draft.name)) return;
    const before = drafts.find(({ name }) => name === draft.through);
    if (before && before !== draft) put(before);
    done.set(draft.name, draft);
  };
  drafts.forEach(put);
  return [...done.values()];
}
