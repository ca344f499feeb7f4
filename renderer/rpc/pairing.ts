import { create } from 'zustand';

type PairingState = 'idle' | 'refused' | 'unreachable';

/** How the last attempt to pair ended. */
export const usePairing = create<{ state: PairingState }>(() => ({ state: 'idle' }));

/** The pairing token of a link, of a URL's hash or by itself; null when the text has none. */
export function readToken(text: string): string | null {
  const trimmed = text.trim();
  const token = trimmed.includes('#pair=') ? trimmed.slice(trimmed.indexOf('#pair=') + 6) : trimmed;
  return /^[\w.~-]{8,}$/.test(token) ? token : null;
}

/**
 * Pairs with the token in the address bar, when there is one. Takes it out of the address and of the history
 * first, so that it is not kept or shared.
 */
export async function takePairingFromUrl(): Promise<void> {
  if (!location.hash.startsWith('#pair=')) return;
  const token = readToken(location.hash);
  history.replaceState(history.state, '', `${location.pathname}${location.search}#/`);
  if (token) await pair(token);
}

/** Pairs also when the link is opened in this very tab, which changes only the hash and loads nothing. */
export function listenForPairing(onPaired: () => void): void {
  window.addEventListener('hashchange', () => {
    if (location.hash.startsWith('#pair=')) void takePairingFromUrl().then(onPaired);
  });
}

/** Trades a one-time token for the session cookie. Resolves to whether the host accepted it. */
export async function pair(token: string): Promise<boolean> {
  try {
    const response = await fetch('/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
      cache: 'no-store',
    });
    usePairing.setState({ state: response.ok ? 'idle' : 'refused' });
    return response.ok;
  } catch {
    usePairing.setState({ state: 'unreachable' });
    return false;
  }
}
