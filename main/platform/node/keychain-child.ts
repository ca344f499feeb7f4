// Runs in a process of its own. The keychain's library works in libuv's thread pool and waits there for as
// long as a prompt is open; four such waits would stop every file access of the app. Here they stop nothing,
// and the whole process can be killed. Secrets come and go over the channel, never as arguments.
import { randomBytes } from 'node:crypto';
import type * as Keytar from 'keytar';
import type { KeychainAnswer, KeychainRequest } from './keychain-client';

const service = 'Fedwright';

/** Electron's channel of a utility process, as far as it is used here. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: KeychainRequest }) => void): void;
  postMessage(message: KeychainAnswer): void;
}

async function load(): Promise<typeof Keytar> {
  const module: typeof Keytar & { default?: typeof Keytar } = await import('keytar');
  return module.default ?? module;
}

async function perform(request: KeychainRequest): Promise<string | null> {
  const keychain = await load();
  const { op, name, value } = request;
  if (op === 'probe') return probe(keychain);
  if (op === 'get') return keychain.getPassword(service, name);
  if (op === 'set') await keychain.setPassword(service, name, value ?? '');
  else await keychain.deletePassword(service, name);
  return null;
}

/** Writes, reads and removes a value that no one could have guessed. */
async function probe(keychain: typeof Keytar): Promise<null> {
  const account = `probe-${randomBytes(8).toString('hex')}`;
  const expected = randomBytes(16).toString('hex');
  await keychain.setPassword(service, account, expected);
  const found = await keychain.getPassword(service, account);
  await keychain.deletePassword(service, account);
  if (found !== expected) throw new Error('the keychain gave back another value than was written');
  return null;
}

async function answer(request: KeychainRequest): Promise<KeychainAnswer> {
  try {
    return { id: request.id, ok: true, value: await perform(request) };
  } catch (error) {
    return { id: request.id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

const electron: ParentPort | undefined = Object.getOwnPropertyDescriptor(process, 'parentPort')?.value;
if (electron) {
  electron.on('message', ({ data }) => void answer(data).then((reply) => electron.postMessage(reply)));
} else {
  process.on('message', (data: KeychainRequest) => void answer(data).then((reply) => process.send?.(reply)));
  // Not process.exit: that would wait for the thread that waits for the prompt.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}
