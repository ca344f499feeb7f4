import { AppError } from '../errors';

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
      // The same password inside a URL, and inside a line of JSON.
      secrets.add(encodeURIComponent(secret));
      secrets.add(JSON.stringify(secret).slice(1, -1));
    },
    redact(text) {
      let clean = text;
      for (const secret of secrets) clean = clean.replaceAll(secret, mask);
      return clean.replaceAll(privateKey, mask).replaceAll(urlPassword, `$1:${mask}@`);
    },
  };
}

const keyBegins = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const keyEnds = /-----END [A-Z ]*PRIVATE KEY-----/;
/** What a line of a key in PEM looks like: anything else, and it was cut off before its end. */
const keyLine = /^[\sA-Za-z0-9+/=:,-]*$/;

/** The same for text that comes line by line: a private key has many of them, and only the first tells. */
export function createLineRedactor(redact: (line: string) => string): (line: string) => string {
  let inKey = false;
  return (line) => {
    if (inKey) {
      inKey = !keyEnds.test(line) && keyLine.test(line);
      if (inKey || keyEnds.test(line)) return mask;
    }
    inKey = keyBegins.test(line) && !keyEnds.test(line);
    return redact(line);
  };
}

/** An error whose every word may be stored and shown. */
export const redactError = ({ code, message, data, cause }: AppError, redact: (text: string) => string) =>
  new AppError(
    code,
    redact(message),
    {
      ...data,
      hint: redact(data.hint),
      ...(data.details === undefined ? {} : { details: redact(data.details) }),
    },
    cause,
  );
