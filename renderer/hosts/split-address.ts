import type { HostSettings } from '../../preload/contract/hosts';

type Split = Partial<Pick<HostSettings, 'address' | 'username' | 'port'>>;

/**
 * An address as people have it at hand, such as `ssh -p 2222 flare@host`, `ssh://flare@host:2222` or `[::1]:2222`, put into
 * the fields that its parts belong to. What is none of these stays as it is, for the form to say what is wrong.
 */
export function splitAddress(text: string, kind: HostSettings['kind']): Split {
  const { target, more } = ofCommand(text.trim());
  const plain = target.replace(/^(ssh|tcp|https?):\/\//i, '').replace(/\/$/, '');
  const at = plain.lastIndexOf('@');
  const user = at > 0 ? plain.slice(0, at) : '';
  const place = plain.slice(at + 1);
  const [, bracketed, name, port = ''] =
    /^(?:\[([0-9a-f:.]+(?:%\w+)?)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/i.exec(place) ?? [];
  const address = bracketed ?? name ?? (isBareV6.test(place) ? place : undefined);
  if (address === undefined || /\s/.test(user)) return {};
  return {
    address,
    ...(port !== '' && isPort(port) ? { port: Number(port) } : {}),
    // An engine behind TLS has no user.
    ...(user !== '' && kind === 'ssh' ? { username: user } : {}),
    ...more,
  };
}

const isBareV6 = /^[0-9a-f]*:[0-9a-f.]*:[0-9a-f:.]*(%\w+)?$/i;
const isPort = (text: string): boolean => Number(text) >= 1 && Number(text) <= 65535;

/** Of a command line of OpenSSH what the form has a field for; all the rest would be lost silently, and is not taken. */
function ofCommand(text: string): { target: string; more: Split } {
  const words = text.split(/\s+/);
  if (words[0] !== 'ssh') return { target: text, more: {} };
  const more: Split = {};
  const rest = words.slice(1);
  let target = '';
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    if (word === '-p' && isPort(rest[0] ?? '')) more.port = Number(rest.shift());
    else if (word === '-l' && rest[0]) more.username = rest.shift() ?? '';
    else if (target === '' && !word.startsWith('-')) target = word;
    else return { target: text, more: {} };
  }
  return { target, more };
}
