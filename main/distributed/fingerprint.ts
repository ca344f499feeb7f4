import { invalid } from '../errors';

/**
 * A SHA-256 fingerprint as people type or paste it (with or without colons, spaces, `SHA256:` or what openssl
 * writes before it), as 32 upper-case pairs with colons. Null when it is not one.
 */
export function normaliseFingerprint(text: string): string | null {
  const bare = text.replace(/^\s*sha-?256(?:\s*fingerprint)?\s*[:=]\s*/i, '').replace(/[\s:]/g, '');
  return /^[0-9a-f]{64}$/i.test(bare) ? withColons(bare) : null;
}

/** 64 hexadecimal digits as people compare them. */
export const withColons = (hex: string): string => hex.toUpperCase().match(/../g)?.join(':') ?? '';

/**
 * Whether a person has got the fingerprint from elsewhere. The error does not say the right one: it would be
 * copied from there.
 * @throws AppError INVALID
 */
export function assertFingerprint(given: string, actual: string, of: { what: string; ask: string }): string {
  const normal = normaliseFingerprint(given);
  if (normal === null)
    throw invalid(
      'This is not a SHA-256 fingerprint.',
      `It has 32 pairs of the digits 0 to 9 and A to F. ${of.ask}`,
    );
  if (normal === actual) return normal;
  throw invalid(
    `The fingerprint is not that of ${of.what}.`,
    `Look for a slip first. If it stays different, the zip is not the one that was sent: do not go on. ${of.ask}`,
  );
}
