import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { invalid } from '../errors';

/** Far above any bundle of CAs that one engine needs. */
const maxBytes = 256 * 1024;

/** What was read of the files that were chosen; each as it was in its file. */
export interface TlsMaterial {
  ca: string | null;
  cert: string | null;
  key: string | null;
}

/**
 * Reads and checks PEM files before anything is kept.
 * @throws AppError INVALID when a file is no such thing, is protected, or certificate and key do not fit.
 */
export function readTlsFiles(files: {
  ca: string | null;
  cert: string | null;
  key: string | null;
}): TlsMaterial {
  const ca = files.ca === null ? null : readPem(files.ca, 'CA');
  const cert = files.cert === null ? null : readPem(files.cert, 'certificate');
  const key = files.key === null ? null : readPem(files.key, 'key');
  if (ca !== null) certificatesOf(ca, 'CA');
  if ((cert === null) !== (key === null))
    throw invalid(
      'A client certificate and its key go together.',
      'Choose both files, cert.pem and key.pem, or none of them.',
    );
  if (cert !== null && key !== null) assertPair(cert, key);
  return { ca, cert, key };
}

/** For showing. The first of a chain is the one that counts. */
export function describeCertificate(pem: string | null): { subject: string; notAfter: number } | null {
  if (pem === null) return null;
  const { subject, validTo } = new X509Certificate(pem);
  // Of several parts, each on a line of its own; the name comes last where there is one.
  const parts = (subject ?? '').split('\n').filter(Boolean);
  const name = parts.find((part) => part.startsWith('CN='))?.slice(3);
  return { subject: name ?? parts.join(', '), notAfter: Date.parse(validTo) };
}

function assertPair(cert: string, key: string): void {
  const [own] = certificatesOf(cert, 'certificate');
  if (/ENCRYPTED/.test(key))
    throw invalid(
      'The key is protected by a passphrase.',
      'Choose one without: `openssl pkey -in key.pem -out plain.pem` makes it. Fedwright keeps it in the keychain.',
    );
  let privateKey;
  try {
    privateKey = createPrivateKey(key);
  } catch {
    throw invalid(
      'The key file holds no private key.',
      'Choose the key.pem that belongs to the certificate.',
    );
  }
  if (!own?.checkPrivateKey(privateKey))
    throw invalid('The certificate and the key do not fit together.', 'Choose the key of this certificate.');
}

function certificatesOf(pem: string, what: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {
    // Said below.
  }
  throw invalid(
    `The file of the ${what} holds no certificate.`,
    'Choose a PEM file with a certificate in it.',
  );
}

function readPem(file: string, what: string): string {
  try {
    if (statSync(file).size > maxBytes)
      throw invalid(`The file of the ${what} is too large.`, 'Choose a PEM file.');
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (
      !(error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E/.test(error.code))
    )
      throw error;
    throw invalid(`The file of the ${what} cannot be read.`, `Check ${file}, or choose another.`);
  }
}
