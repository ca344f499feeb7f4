import { createCipheriv, createDecipheriv, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError, invalid } from '../errors';
import { asGenerated } from './password';

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const checkBytes = 16;

/** 128 MB and some 0.4 s for each guess, which is what OWASP asks of scrypt at least. */
const cost = { N: 2 ** 17, r: 8, p: 1 };
const mostMemory = 1024 ** 3;

const headSchema = z.object({
  kind: z.string(),
  version: z.number().int(),
  kdf: z.literal('scrypt'),
  N: z
    .number()
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  r: z.number().int().min(1).max(32),
  p: z.number().int().min(1).max(16),
  salt: z.string().max(100),
  /** Tells a wrong passphrase from a changed file; derived beside the key, and says nothing of it. */
  check: z.string().max(100),
});

/**
 * Something that a passphrase opens: a line of JSON that says how, then the content under AES-256-GCM, with
 * that line authenticated. `kind` and `version` are the format of what is in it.
 */
export async function lockBox(
  { kind, version, passphrase }: { kind: string; version: number; passphrase: string },
  content: Uint8Array,
): Promise<Buffer> {
  const salt = randomBytes(16);
  const { key, check } = await derive(passphrase, salt, cost);
  const head = { kind, version, kdf: 'scrypt', ...cost };
  const text = JSON.stringify({ ...head, salt: salt.toString('base64'), check: check.toString('base64') });
  const line = Buffer.from(`${text}\n`);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(line);
  return Buffer.concat([line, iv, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens it again; a generated passphrase also when it was typed in small letters or without hyphens. `what` names the file in messages, such as "CA file".
 * @throws AppError INVALID for something else, a wrong passphrase, or what was changed; CONFLICT for a newer
 * version's.
 */
export async function openBox(
  { kind, version, passphrase, what }: { kind: string; version: number; passphrase: string; what: string },
  box: Buffer,
): Promise<Buffer> {
  const end = box.subarray(0, 2000).indexOf('\n') + 1;
  const head = headSchema.safeParse(parse(box.subarray(0, end).toString('utf8')));
  if (!head.success || head.data.kind !== kind)
    throw invalid(`This is not a ${what} of Fedwright.`, 'Choose a file that Fedwright has made.');
  if (head.data.version > version)
    throw new AppError('CONFLICT', `This ${what} was made by a newer version of Fedwright.`, {
      hint: 'Install that version or a later one. Nothing was changed.',
    });
  const { salt, check, N, r, p } = head.data;
  if (128 * N * r * p > mostMemory) throw damaged(what);
  const expected = Buffer.from(check, 'base64');
  for (const each of new Set([passphrase, asGenerated(passphrase) ?? passphrase])) {
    const derived = await derive(each, Buffer.from(salt, 'base64'), { N, r, p });
    if (expected.length === checkBytes && timingSafeEqual(expected, derived.check))
      return decrypt(derived.key, box, end, what);
  }
  throw invalid(
    `The passphrase does not open this ${what}.`,
    'Check it, character by character. Nothing was changed.',
  );
}

function decrypt(key: Buffer, box: Buffer, end: number, what: string): Buffer {
  const content = box.subarray(end);
  if (content.length < ivBytes + tagBytes) throw damaged(what);
  const iv = content.subarray(0, ivBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  decipher.setAAD(box.subarray(0, end));
  decipher.setAuthTag(content.subarray(content.length - tagBytes));
  try {
    const locked = content.subarray(ivBytes, content.length - tagBytes);
    return Buffer.concat([decipher.update(locked), decipher.final()]);
  } catch {
    throw damaged(what);
  }
}

const damaged = (what: string): AppError =>
  invalid(`This ${what} is damaged or was changed.`, 'Use another copy of it. Nothing was changed.');

/** The same characters make the same passphrase, however the keyboard puts them together. */
function derive(
  passphrase: string,
  salt: Buffer,
  { N, r, p }: typeof cost,
): Promise<{ key: Buffer; check: Buffer }> {
  const options = { N, r, p, maxmem: 2 * mostMemory };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, keyBytes + checkBytes, options, (error, made) => {
      if (error) reject(error);
      else resolve({ key: made.subarray(0, keyBytes), check: made.subarray(keyBytes) });
    });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
