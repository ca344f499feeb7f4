import { existsSync } from 'node:fs';
import path from 'node:path';
import type { SecretsState } from '../ports';
import { KeychainTimeout } from './keychain-client';

export interface KeychainState {
  state: SecretsState;
  message: string;
  hint: string;
}

export const working: KeychainState = { state: 'ok', message: 'The keychain works.', hint: '' };

const unlockHint: Partial<Record<NodeJS.Platform, string>> = {
  linux:
    'Unlock the login keyring, by signing in to the desktop or with "Passwords and Keys", and try again.',
  darwin: 'Unlock the login keychain in Keychain Access, and try again.',
};

const installHint: Partial<Record<NodeJS.Platform, string>> = {
  linux:
    'Install libsecret-1-0 and gnome-keyring (or KWallet) and start Fedwright from a desktop session, or under dbus-run-session.',
};

const locked = (message: string, first = ''): KeychainState => ({
  state: 'locked',
  message,
  hint: first + (unlockHint[process.platform] ?? 'Unlock the keychain and try again.'),
});

export const absent = (why: string): KeychainState => ({
  state: 'absent',
  message: `No keychain can be used here (${why}). Secrets are kept in memory and forgotten when Fedwright ends.`,
  hint: installHint[process.platform] ?? "Check the operating system's keychain, and start Fedwright again.",
});

// As seen from libsecret with gnome-keyring 42 to 46: the collection is locked, or there is none yet and
// the prompt for making it could not be shown or was dismissed. The last two are from macOS.
const lockedWords = /locked collection|collection\/login|is locked|prompt|user interaction|user canceled/i;

/** What an error of the keychain means. */
export function readKeychainError(error: unknown): KeychainState {
  if (error instanceof KeychainTimeout)
    return locked(
      'The keychain does not answer. It is probably locked and waits for its password.',
      'A prompt for it may be open on the desktop: answer that. ',
    );
  const words = error instanceof Error ? error.message : String(error);
  return lockedWords.test(words) ? locked('The keychain is locked.') : absent(shorten(words));
}

/** The first line, without the loader's list of places where it looked. */
const shorten = (words: string): string => words.split('\n')[0]?.trim().slice(0, 200) ?? '';

/**
 * Whether there is a session bus to reach a keychain by. Without one libsecret would start a bus of its own
 * when there is a display, and leave it behind.
 */
export function hasSessionBus(env: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
  if (platform !== 'linux') return true;
  const address = env['DBUS_SESSION_BUS_ADDRESS'];
  // Electron puts "disabled:" there when it finds none.
  if (address) return address !== 'disabled:';
  const runtime = env['XDG_RUNTIME_DIR'];
  return Boolean(runtime && existsSync(path.join(runtime, 'bus')));
}
