import { utilityProcess } from 'electron';
import type { KeychainChannel } from '../node/keychain-client';
import { keychainFile } from '../node/keychain-process';

/** The keychain helper as a utility process: Electron without RunAsNode cannot fork. */
export function openKeychainProcess(): KeychainChannel {
  const child = utilityProcess.fork(keychainFile(), [], {
    stdio: 'ignore',
    serviceName: 'Fedwright keychain',
  });
  return {
    send: (request) => child.postMessage(request),
    onAnswer: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill() {
      // child.kill() asks politely, which a helper stuck in the keychain's library would not hear.
      try {
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself meanwhile.
      }
    },
  };
}
