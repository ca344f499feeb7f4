import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { Ca } from '../../preload/contract/ca';
import { invalid } from '../errors';

/** The file of NVFlare's state with the CA in it. */
export const stateFile = 'cert.json';

const rootSchema = z.object({ root_cert: z.string(), root_pri_key: z.string() });
const issuedSchema = z.object({ cert: z.string(), pri_key: z.string().nullish() });

/**
 * Reads the CA in the text of `cert.json`, and sees to it that all of it belongs together: a CA that signed
 * itself, its key, and every certificate signed by it with its own key beside it.
 * @throws AppError INVALID
 */
export function checkCaState(text: string): Ca {
  const content = parse(text);
  const root = rootSchema.safeParse(content);
  if (!root.success) throw unfit('there is no CA in it');
  const ca = readCertificate(root.data.root_cert, 'the CA');
  if (!ca.ca || !ca.checkIssued(ca) || !ca.verify(ca.publicKey))
    throw unfit('the CA is not signed by itself');
  assertKey(ca, root.data.root_pri_key, 'the CA');
  let participants = 0;
  for (const [name, value] of Object.entries(z.record(z.string(), z.unknown()).parse(content))) {
    const issued = issuedSchema.safeParse(value);
    if (!issued.success) continue;
    participants += 1;
    const certificate = readCertificate(issued.data.cert, name);
    if (!certificate.checkIssued(ca) || !certificate.verify(ca.publicKey))
      throw unfit(`the certificate of ${name} is of another CA`);
    if (issued.data.pri_key) assertKey(certificate, issued.data.pri_key, name);
  }
  return describe(ca, participants);
}

const describe = (ca: X509Certificate, participants: number): Ca => ({
  subject: ca.subject.split('\n').join(', '),
  notBefore: Date.parse(ca.validFrom),
  notAfter: Date.parse(ca.validTo),
  fingerprint256: ca.fingerprint256,
  // BoringSSL, in Electron, writes it in lower case.
  serialNumber: ca.serialNumber.toUpperCase(),
  participants,
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unfit('it is not the state of NVFlare');
  }
}

function readCertificate(pem: string, whose: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw unfit(`the certificate of ${whose} cannot be read`);
  }
}

function assertKey(certificate: X509Certificate, pem: string, whose: string): void {
  let fits = false;
  try {
    fits = certificate.checkPrivateKey(createPrivateKey(pem));
  } catch {
    // Not a key at all: no better than one that does not fit. The words of OpenSSL may quote it.
  }
  if (!fits) throw unfit(`the key of ${whose} does not belong to its certificate`);
}

const unfit = (details: string) => {
  const error = invalid('This CA does not hold together.', 'Use another copy of it. Nothing was changed.');
  error.data.details = details;
  return error;
};
