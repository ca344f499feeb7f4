import { readFileSync } from 'node:fs';
import { AppError } from '../errors';
import { sshAgent } from './agent';
import type { HostSecrets } from './host-secrets';
import type { HostRow } from './host-store';
import type { SshLogin } from './ssh-open';

/**
 * What a host is logged in to with.
 * @throws AppError INVALID with a `reason` when something is missing; UNAVAILABLE when the keychain is locked.
 */
export async function loginOf(row: HostRow, secrets: HostSecrets): Promise<SshLogin> {
  const missing = (reason: string, message: string, hint: string) =>
    new AppError('INVALID', message, { hint, reason });
  if (row.auth === 'agent') {
    const agent = sshAgent();
    if (agent) return { method: 'agent', agent };
    throw missing('no-agent', 'No SSH agent runs here.', 'Start one, or choose a key file or a password.');
  }
  if (row.auth === 'keyboard-interactive') return { method: 'keyboard-interactive' };
  if (row.auth === 'password') {
    const password = await secrets.get(row.id, 'password');
    if (password !== null) return { method: 'password', password };
    throw missing('password', `The password of "${row.name}" is not there.`, 'Enter it.');
  }
  if (row.keyFile === null)
    throw missing('key-file', `"${row.name}" has no key file.`, 'Choose the file of a private key.');
  try {
    const passphrase = row.hasPassphrase ? await secrets.get(row.id, 'passphrase') : null;
    return { method: 'key', privateKey: readFileSync(row.keyFile), passphrase };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw missing('key-file', 'The key file cannot be read.', `Check ${row.keyFile}, or choose another.`);
  }
}
