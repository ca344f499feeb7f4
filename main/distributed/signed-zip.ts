import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { invalid } from '../errors';
import { readExchangeZip } from './exchange-zip';
import { withColons } from './fingerprint';
import { identityOf, metadataSchema, type RequestIdentity, textOf } from './request-zip';

export interface SignedContent extends RequestIdentity {
  nvflareId: string;
  /** Of the key that the certificate is for. */
  keyFingerprint: string;
  certificateFingerprint: string;
  notBefore: number;
  notAfter: number;
  caFingerprint: string;
  caNotBefore: number;
  caNotAfter: number;
  /** Such as `grpc://fl.example.org:8002`. */
  endpoint: string;
}

const signedSchema = metadataSchema.omit({ public_key_sha256: true }).extend({
  scheme: z.string().max(20),
  server: z.object({ host: z.string().max(253), fed_learn_port: z.number().int() }),
});

/**
 * Reads a signed zip of `nvflare cert approve`: its certificate must be signed by the CA that is in it, and so
 * must be what it says beside. Whether that CA is the right one only its fingerprint tells.
 * @throws AppError INVALID when it is none, or was changed.
 */
export async function readSignedZip(zip: Uint8Array): Promise<SignedContent> {
  const files = await readExchangeZip(zip, 'a signed zip');
  try {
    const metadata = textOf(files, 'signed.json');
    const signed = signedSchema.parse(JSON.parse(metadata));
    const ca = new X509Certificate(textOf(files, 'rootCA.pem'));
    const certificate = new X509Certificate(textOf(files, `${signed.name}.crt`));
    if (!certificate.verify(ca.publicKey)) throw new Error('signed by another CA');
    if (!isSigned(metadata, textOf(files, 'signed.json.sig'), ca)) throw new Error('changed');
    const key = certificate.publicKey.export({ format: 'der', type: 'spki' });
    return {
      ...identityOf(signed),
      nvflareId: signed.request_id,
      keyFingerprint: withColons(createHash('sha256').update(key).digest('hex')),
      certificateFingerprint: certificate.fingerprint256,
      notBefore: Date.parse(certificate.validFrom),
      notAfter: Date.parse(certificate.validTo),
      caFingerprint: ca.fingerprint256,
      caNotBefore: Date.parse(ca.validFrom),
      caNotAfter: Date.parse(ca.validTo),
      endpoint: `${signed.scheme}://${signed.server.host}:${signed.server.fed_learn_port}`,
    };
  } catch {
    throw invalid(
      'This is not a signed zip that can be used, or it was changed on its way.',
      'Ask the project admin for the zip as it was made, which ends in ".signed.zip". Nothing was taken in.',
    );
  }
}

/** As NVFlare signs it: RSA-PSS with SHA-256 (lighter/utils.py, sign_content), in base64. */
const isSigned = (content: string, signature: string, ca: X509Certificate): boolean =>
  verify(
    'sha256',
    Buffer.from(content),
    {
      key: ca.publicKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_AUTO,
    },
    Buffer.from(signature, 'base64'),
  );
