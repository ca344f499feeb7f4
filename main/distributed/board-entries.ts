import type { SigningCertificate } from '../certificates/board';
import type { AuthorityRow } from './authority-rows';
import type { IncomingRow } from './incoming-rows';
import type { OwnRow } from './own-rows';

type Signed = Pick<
  IncomingRow,
  | 'id'
  | 'authorityId'
  | 'name'
  | 'type'
  | 'state'
  | 'decidedAt'
  | 'certificateFingerprint'
  | 'notBefore'
  | 'notAfter'
>;
type Asked = Omit<OwnRow, 'requestZip' | 'signedZip'>;

interface Known {
  authorities: readonly AuthorityRow[];
  incoming: readonly Signed[];
  own: readonly Asked[];
}

/**
 * The certificates that are in use, each once: the newest that was signed for a name, whichever CA of the
 * federation did it, and of what was asked for from here the newest that has a kit. A CA that was replaced stays
 * for as long as it has signed one of them.
 */
export function signingCertificates({ authorities, incoming, own }: Known): SigningCertificate[] {
  const byId = new Map(authorities.map((authority) => [authority.id, authority]));
  const projects = new Map(
    authorities
      .filter(({ replacedAt }) => replacedAt === null)
      .map(({ name, projectId }) => [name, projectId]),
  );
  const asked = currentRequests(own).flatMap((row) => ofRequest(row, own, projects.get(row.project) ?? null));
  const here = new Set(asked.map(({ fingerprint256 }) => fingerprint256));
  const signed = currentSigned(incoming, byId);
  const inUse = new Set(signed.map(({ authorityId }) => authorityId));
  const cas = authorities
    .filter(({ id, replacedAt }) => replacedAt === null || inUse.has(id))
    .map((authority) => ofAuthority(authority));
  const known = new Set(cas.map(({ fingerprint256 }) => fingerprint256));
  return [
    ...cas,
    // What was asked for and signed on this very machine is listed where its key is.
    ...signed
      .flatMap((row) => ofSigned(row, byId.get(row.authorityId)))
      .filter(({ fingerprint256 }) => !here.has(fingerprint256)),
    ...asked.filter(({ kind, fingerprint256 }) => kind !== 'ca' || !known.has(fingerprint256)),
  ];
}

/** The newest of each name, by `at`. */
function newest<T>(rows: readonly T[], nameOf: (row: T) => string, at: (row: T) => number): T[] {
  const found = new Map<string, T>();
  for (const row of rows) {
    const before = found.get(nameOf(row));
    if (!before || at(row) > at(before)) found.set(nameOf(row), row);
  }
  return [...found.values()];
}

const currentSigned = (
  incoming: readonly Signed[],
  authorities: ReadonlyMap<string, AuthorityRow>,
): Signed[] =>
  newest(
    incoming.filter(({ state }) => state === 'approved'),
    (row) => JSON.stringify([authorities.get(row.authorityId)?.name, row.name]),
    ({ decidedAt }) => decidedAt ?? 0,
  );

/** With a kit if there is one: what was signed after it is a renewal that is under way. */
function currentRequests(own: readonly Asked[]): Asked[] {
  const nameOf = (row: Asked) => JSON.stringify([row.project, row.name]);
  const packaged = newest(
    own.filter(({ state }) => state === 'packaged'),
    nameOf,
    ({ packagedAt }) => packagedAt ?? 0,
  );
  const names = new Set(packaged.map(nameOf));
  const signed = own.filter((row) => row.state === 'signed' && !names.has(nameOf(row)));
  return [...packaged, ...newest(signed, nameOf, ({ signedAt }) => signedAt ?? 0)];
}

const ofAuthority = (row: AuthorityRow): SigningCertificate => ({
  ...{ fingerprint256: row.fingerprint256, notBefore: row.notBefore, notAfter: row.notAfter },
  ...{ kind: 'ca', subject: row.name, participant: null, type: null, file: 'rootCA.pem' },
  ...{ projectId: row.projectId, projectName: row.name },
  origin: { from: 'authority', authorityId: row.id },
});

const fileOf = (type: OwnRow['type']): string =>
  type === 'server' ? 'startup/server.crt' : 'startup/client.crt';

function ofSigned(row: Signed, authority: AuthorityRow | undefined): SigningCertificate[] {
  const { certificateFingerprint: fingerprint256, notBefore, notAfter, name, type } = row;
  if (!authority || fingerprint256 === null || notAfter === null) return [];
  return [
    {
      ...{ fingerprint256, notBefore, notAfter, kind: 'participant', subject: name, participant: name, type },
      ...{ file: fileOf(type), projectId: authority.projectId, projectName: authority.name },
      origin: { from: 'signed', authorityId: authority.id, incomingId: row.id },
    },
  ];
}

/** The certificate and, once its fingerprint was compared, the CA that signed it. */
function ofRequest(row: Asked, own: readonly Asked[], projectId: string | null): SigningCertificate[] {
  const { certificateFingerprint: fingerprint256, notBefore, notAfter, name, type, project } = row;
  if (fingerprint256 === null || notAfter === null) return [];
  const [renewal] = own.filter(
    (other) =>
      other.project === project && other.name === name && other.state !== 'packaged' && other.id !== row.id,
  );
  const shared = {
    ...{ projectId, projectName: project },
    origin: { from: 'request' as const, requestId: row.id, renewedBy: renewal?.id ?? null },
  };
  const certificate: SigningCertificate = {
    ...shared,
    ...{ fingerprint256, notBefore, notAfter, kind: 'participant', subject: name, participant: name, type },
    file: fileOf(type),
  };
  if (row.state !== 'packaged' || row.caFingerprint === null || row.caNotAfter === null) return [certificate];
  return [
    certificate,
    {
      ...shared,
      ...{ fingerprint256: row.caFingerprint, notBefore: row.caNotBefore, notAfter: row.caNotAfter },
      ...{ kind: 'ca', subject: project, participant: null, type: null, file: 'startup/rootCA.pem' },
    },
  ];
}
