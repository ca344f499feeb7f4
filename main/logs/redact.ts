/** Removes secrets from text that is about to be written or shown. */
export interface Redactor {
  /** From now on this exact text is replaced wherever it appears. Short texts are ignored: they would hide words. */
  register(secret: string): void;
  redact(text: string): string;
}

const mask = '[removed]';
const minLength = 6;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g;
/** The password of a URL, such as an index that pip was given. */
const urlPassword = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi;

export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  return {
    register(secret) {
      if (secret.length < minLength) return;
      secrets.add(secret);
      // The same password inside a URL.
      secrets.add(encodeURIComponent(secret));
    },
    redact(text) {
      let clean = text;
      for (const secret of secrets) clean = clean.replaceAll(secret, mask);
      return clean.replaceAll(privateKey, mask).replaceAll(urlPassword, `$1:${mask}@`);
    },
  };
}
