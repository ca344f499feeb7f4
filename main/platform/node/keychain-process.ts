import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KeychainChannel } from './keychain-client';

/** The helper's file: beside the built entries, or its source when run from the sources. */
export function keychainFile(from = path.dirname(fileURLToPath(import.meta.url))): string {
  const candidates = ['keychain.js', path.join('..', 'keychain.js'), 'keychain-child.ts'];
  const found = candidates.map((name) => path.join(from, name)).find((file) => existsSync(file));
  if (!found) throw new Error('the keychain helper is missing');
  return found;
}

/** The keychain helper as a child of Node. */
export function forkKeychain(): KeychainChannel {
  const child = fork(keychainFile(), [], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  child.unref();
  child.channel?.unref();
  return {
    send: (request) => void child.send(request, () => undefined),
    onAnswer: (listener) => void child.on('message', listener),
    onExit(listener) {
      child.once('exit', listener);
      child.once('error', listener);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
