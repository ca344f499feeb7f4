import { parse } from 'yaml';
import { z } from 'zod';
import type { OwnRequest } from '../../preload/contract/distributed';
import { invalid } from '../errors';
import { readExchangeZip } from './exchange-zip';
import { withColons } from './fingerprint';
import { keyFingerprintOf } from './signing-request';

/** Who a request is for, as NVFlare writes it into its metadata. */
export interface RequestIdentity {
  project: string;
  name: string;
  org: string;
  type: OwnRequest['type'];
  role: OwnRequest['role'];
}

export interface RequestContent extends RequestIdentity {
  /** NVFlare's own id of the request. */
  nvflareId: string;
  keyFingerprint: string;
  hostNames: string[];
}

const text = z.string().min(1).max(253);
export const metadataSchema = z.object({
  request_id: z.string().regex(/^[0-9a-f-]{32,36}$/i),
  project: text,
  name: text,
  org: text,
  cert_type: z.enum(['client', 'server', 'org_admin', 'lead', 'member']),
  public_key_sha256: z.string().regex(/^[0-9a-f]{64}$/i),
});

const siteSchema = z.object({
  participants: z.array(z.object({ host_names: z.array(z.string().max(253)).max(100).optional() })).length(1),
});

/** The certificate's type says both what a participant is and, of an admin, its role. */
export function identityOf(
  metadata: Omit<z.infer<typeof metadataSchema>, 'public_key_sha256'>,
): RequestIdentity {
  const { project, name, org, cert_type: kind } = metadata;
  if (kind === 'client' || kind === 'server') return { project, name, org, type: kind, role: null };
  return { project, name, org, type: 'admin', role: kind };
}

/**
 * Reads a request zip of `nvflare cert request`. The fingerprint is computed from the key itself; that subject,
 * metadata and key belong together is checked by NVFlare again before it signs.
 * @throws AppError INVALID when it is none, or was changed.
 */
export async function readRequestZip(zip: Uint8Array): Promise<RequestContent> {
  const files = await readExchangeZip(zip, 'a request zip');
  try {
    const metadata = metadataSchema.parse(JSON.parse(textOf(files, 'request.json')));
    const site = siteSchema.parse(parse(textOf(files, 'site.yaml'), { maxAliasCount: 10 }));
    const keyFingerprint = keyFingerprintOf(textOf(files, `${metadata.name}.csr`));
    if (keyFingerprint !== withColons(metadata.public_key_sha256)) throw new Error('another key');
    return {
      ...identityOf(metadata),
      nvflareId: metadata.request_id,
      keyFingerprint,
      hostNames: site.participants[0]?.host_names ?? [],
    };
  } catch {
    throw invalid(
      'This is not a request that can be read, or it was changed on its way.',
      'Ask for the zip as it was made, which ends in ".request.zip". Nothing was taken in.',
    );
  }
}

/** @throws Error when the zip lacks it. */
export function textOf(files: ReadonlyMap<string, Buffer>, name: string): string {
  const content = files.get(name);
  if (!content) throw new Error(`no ${name}`);
  return content.toString('utf8');
}
