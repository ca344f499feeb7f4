import { X509Certificate } from 'node:crypto';
import type { KitCheck, KitDetail, KitSummary } from '../../preload/contract/kits';
import type { CheckResult } from '../../preload/contract/preflight';
import { configFile, type Endpoint, readEndpoint, relayFile } from './endpoint';
import { attention, type CheckId, day, failed, ok } from './result';
import type { Credentials } from './tls-probe';

/** A kit with its files in clear. */
export interface OpenKit {
  kit: KitSummary;
  files: { entries: { path: string }[]; read(file: string): Promise<Buffer> };
}

/** What preflight needs of kits. */
export interface PreflightKits {
  /** Reads and checks it now. @throws AppError NOT_FOUND */
  get(kitId: string): Promise<KitDetail>;
  /** Its files in clear. @throws AppError NOT_FOUND, STORAGE when they are gone */
  open(kitId: string): OpenKit;
  /** SHA-256 of the certificate in the current server kit of a project; null when there is none. */
  server256(projectId: string): string | null;
  /** The NVFlare that a run was made with. */
  versionOf(runId: string): string | null;
}

/** A kit as preflight looks at it. */
export interface KitLook {
  kit: KitSummary;
  checks: KitCheck[];
  endpoint: Endpoint | null;
  /** Null when one of its files is missing, or its key cannot be unsealed now. */
  credentials: Credentials | null;
  own: X509Certificate | null;
  ca: X509Certificate | null;
  made: string | null;
}

/** Where a kit connects to; null when it does not say. @throws when its files cannot be read */
export async function endpointOf({ kit, files }: OpenKit): Promise<Endpoint | null> {
  const relay = files.entries.some(({ path }) => path === relayFile);
  const [text, above] = await Promise.all([
    files.read(configFile[kit.type]),
    relay ? files.read(relayFile) : undefined,
  ]);
  return readEndpoint(kit.type, text.toString('utf8'), above?.toString('utf8'));
}

/** @throws AppError NOT_FOUND */
export async function lookAtKit(kits: PreflightKits, kitId: string): Promise<KitLook> {
  const { kit, checks, certificates } = await kits.get(kitId);
  const made = kits.versionOf(kit.runId);
  const none = { kit, checks, made, endpoint: null, credentials: null, own: null, ca: null };
  try {
    const opened = kits.open(kitId);
    const { files } = opened;
    const found = await endpointOf(opened);
    // A server's own configuration has its name, which nobody needs to reach it by.
    const reached = certificates.find(({ file }) => file === 'startup/server.crt')?.altNames[0];
    const endpoint =
      found && kit.type === 'server' && reached !== undefined ? { ...found, host: reached } : found;
    const name = kit.type === 'server' ? 'server' : 'client';
    const [ca, certificate] = await Promise.all([
      files.read('startup/rootCA.pem'),
      files.read(`startup/${name}.crt`),
    ]);
    const key = await files.read(`startup/${name}.key`).catch(() => null);
    const credentials = key && { ca, certificate, key };
    const x509 = { own: new X509Certificate(certificate), ca: new X509Certificate(ca) };
    return { kit, checks, made, endpoint, credentials, ...x509 };
  } catch {
    // Which file it is and what to do is in the checks.
    return none;
  }
}

/** Whether the kit is intact: the checks of the kit, the certificate's apart. */
export function judgeKit({ checks, kit }: KitLook): CheckResult {
  const found = worstOf(checks.filter(({ check }) => check === 'files' || check === 'signature'));
  const which = kit.current ? "It is the participant's current kit" : 'The participant has a newer one';
  if (found) return toResult('kit', found);
  return kit.current
    ? ok('kit', `The kit is intact. ${which}.`)
    : attention('kit', `The kit is intact. ${which}.`, 'Use the current kit, unless this is on purpose.');
}

/** Whether its certificate is valid and fits: chain, key, names, and dates by the clock of the place. */
export function judgeCertificate({ checks, own }: KitLook, now: number): CheckResult {
  const fits = ['chain', 'key', 'names'];
  const found = worstOf(checks.filter(({ check }) => fits.includes(check)));
  if (found?.state === 'failed') return toResult('certificate', found);
  if (own && Date.parse(own.validFrom) > now)
    return failed(
      'certificate',
      `The certificate is valid from ${day(Date.parse(own.validFrom))} on, and there it is ${day(now)}.`,
      'Set the clock there right.',
    );
  if (own && Date.parse(own.validTo) <= now)
    return failed(
      'certificate',
      `The certificate expired on ${day(Date.parse(own.validTo))}.`,
      'Renew it on the page of certificates, and use the new kit.',
    );
  const dates = worstOf(checks.filter(({ check }) => check === 'validity'));
  if (dates ?? found) return toResult('certificate', dates ?? found);
  return ok(
    'certificate',
    own
      ? `It fits its key and the CA, and is valid until ${day(Date.parse(own.validTo))}.`
      : 'It fits its key and the CA.',
  );
}

function worstOf(checks: KitCheck[]): KitCheck | undefined {
  return checks.find(({ state }) => state === 'failed') ?? checks.find(({ state }) => state === 'attention');
}

function toResult(id: CheckId, check: KitCheck | undefined): CheckResult {
  const { state = 'ok', message = '', hint = '' } = check ?? {};
  return (state === 'failed' ? failed : attention)(id, message, hint);
}
