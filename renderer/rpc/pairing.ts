const tokenPattern = /^#pair=([\w-]+)$/;

/** The pairing token of a link or of a URL's hash, or null. */
export function readToken(text: string): string | null {
  const trimmed = text.trim();
  const hash = trimmed.includes('#') ? trimmed.slice(trimmed.indexOf('#')) : `#pair=${trimmed}`;
  return tokenPattern.exec(hash)?.[1] ?? null;
}

/** Takes the token out of the address bar and of the history entry, so that it is not kept or shared. */
export function takeTokenFromUrl(): string | null {
  if (!location.hash.startsWith('#pair=')) return null;
  const token = readToken(location.hash);
  history.replaceState(history.state, '', `${location.pathname}${location.search}#/`);
  return token;
}

/** Trades a one-time token for the session cookie. Resolves to whether the host accepted it. */
export async function pair(token: string): Promise<boolean> {
  const response = await fetch('/pair', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
    cache: 'no-store',
  });
  return response.ok;
}
