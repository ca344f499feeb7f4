import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { CheckResult } from '../../preload/contract/preflight';
import type { Endpoint, Scheme } from './endpoint';
import { attention, day, failed, ok, unknown } from './result';
import type { Probe } from './tls-probe';

export interface TlsContext {
  endpoint: Endpoint;
  /** The CA in the kit, and the kit's own certificate. */
  ca: X509Certificate;
  own: X509Certificate;
  /** The time at the place of the kit, milliseconds. */
  now: number;
  /** What that place is called, such as `this machine`. */
  where: string;
  /** SHA-256 of the certificate in the project's current server kit; null when the peer is another one. */
  serverKit256: string | null;
  /** What the server speaks instead, when that was found out. */
  speaks: Scheme | null;
}

/** What a handshake tells, each cause by itself. */
export function judgeTls(probe: Probe, context: TlsContext): CheckResult[] {
  const { peer } = probe;
  if (!peer) return [withoutCertificate(probe, context.endpoint)];
  const issued = isIssuedBy(peer, context.ca);
  return [
    ok('tls', `The server shakes hands; it is "${commonName(peer.subject)}".`),
    issued
      ? ok('ca', `Its certificate is of the kit's CA, "${commonName(peer.issuer)}".`)
      : wrongCa(peer, context),
    ...(issued ? [judgeName(peer, context), ...judgeIdentity(peer, context)] : []),
    judgeDates(peer, context),
    ...judgeAccepted(probe, context, issued),
  ];
}

/** Without TLS there is only the protocol. */
export function judgeClear(probe: Probe, endpoint: Endpoint): CheckResult[] {
  if (probe.greeting.kind === 'tls' || probe.failure)
    return [
      failed(
        'service',
        'The kit connects without TLS, and the server ended that.',
        'The server most likely wants TLS: give both kits the same connection security, and provision again.',
      ),
    ];
  return [judgeService(probe, { endpoint, speaks: null })];
}

function withoutCertificate({ failure, timedOut }: Probe, { host, port }: Endpoint): CheckResult {
  const where = `${host}:${port}`;
  if (timedOut)
    return failed(
      'tls',
      `${where} takes the connection and then says nothing.`,
      'The server may hang, or a firewall lets connections through and holds back what is in them. Look into the log of the server.',
    );
  if (/WRONG_VERSION|PACKET_LENGTH|HTTP_REQUEST|UNEXPECTED_MESSAGE|INVALID_|RECORD/i.test(failure ?? ''))
    return failed(
      'tls',
      `Something answers at ${where}, but it does not speak TLS.`,
      'Another program has the port, or the server runs without TLS: see which program listens there, and compare the connection security.',
    );
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|NO_SHARED_CIPHER/i.test(failure ?? ''))
    return failed(
      'tls',
      `${where} shares no version of TLS with this kit.`,
      'NVFlare wants TLS 1.2 or newer. Look what is in between, such as a proxy that ends TLS.',
    );
  return failed(
    'tls',
    `${where} ended the connection before it showed a certificate (${failure ?? 'no reason given'}).`,
    'Another program may have the port, or a proxy or firewall is in between that does not let TLS through.',
  );
}

function wrongCa(peer: X509Certificate, { ca }: TlsContext): CheckResult {
  const [theirs, ours] = [commonName(peer.issuer), commonName(ca.subject)];
  if (theirs === ours)
    return failed(
      'ca',
      `The server's certificate is of another CA that is named "${theirs}" as well.`,
      'The project was provisioned anew or its CA was rotated, and one of the two still has a kit of before. Give both their current kits.',
    );
  return failed(
    'ca',
    `The server's certificate is of the CA "${theirs}", and the kit trusts "${ours}".`,
    'This is the server of another project, or something in between opens TLS connections, such as a proxy. Check host and port, or have the proxy let this port through.',
  );
}

function judgeName(peer: X509Certificate, { endpoint }: TlsContext): CheckResult {
  const { host, scheme } = endpoint;
  const covered = isIP(host) ? peer.checkIP(host) : peer.checkHost(host, { subject: 'never' });
  if (covered) return ok('server-name', `The certificate covers ${host}.`);
  const names = (peer.subjectAltName ?? 'no name').replaceAll(/(?:DNS|IP Address):/g, '');
  const message = `The server's certificate does not cover ${host}; it covers ${names}.`;
  const hint = `Add ${host} to the host names of the server, renew the server's certificate, and give it the new kit.`;
  // gRPC looks at the name; NVFlare switches that off for the other two.
  return scheme === 'grpc' ? failed('server-name', message, hint) : attention('server-name', message, hint);
}

function judgeIdentity(peer: X509Certificate, { endpoint, serverKit256 }: TlsContext): CheckResult[] {
  const name = commonName(peer.subject);
  // Certificates are cut where X.509 allows no more.
  if (endpoint.identity !== null && name !== endpoint.identity.slice(0, 64))
    return [
      failed(
        'server-kit',
        `The server is "${name}", and the kit expects "${endpoint.identity}".`,
        'Both are of one project, and one has a kit of before the server was renamed. Give both their current kits.',
      ),
    ];
  if (serverKit256 === null) return [];
  if (serverKit256 === peer.fingerprint256)
    return [ok('server-kit', 'The server runs with its current kit.')];
  return [
    attention(
      'server-kit',
      'The server runs with another kit than its current one.',
      'It works as long as the certificate is valid. To be on the safe side give it the current kit, and start it again.',
    ),
  ];
}

function judgeDates(peer: X509Certificate, { now, where }: TlsContext): CheckResult {
  const [from, until] = [Date.parse(peer.validFrom), Date.parse(peer.validTo)];
  if (now < from)
    return failed(
      'server-dates',
      `The server's certificate is valid from ${day(from)} on, and on ${where} it is ${day(now)}.`,
      `Set the clock of ${where} right.`,
    );
  if (now < until) return ok('server-dates', `The server's certificate is valid until ${day(until)}.`);
  return failed(
    'server-dates',
    `The server's certificate expired on ${day(until)}.`,
    'Renew the certificate of the server, give it the new kit, and start it again.',
  );
}

function judgeAccepted(probe: Probe, context: TlsContext, issued: boolean): CheckResult[] {
  if (probe.accepted) {
    const taken = ok('accepted', 'The server takes the certificate of this kit.');
    const service = judgeService(probe, context);
    return context.endpoint.security === 'mtls' ? [taken, service] : [service];
  }
  if (context.speaks) return [judgeService(probe, context)];
  return [refused(probe, context, issued)];
}

function refused({ failure }: Probe, { own, now, endpoint }: TlsContext, issued: boolean): CheckResult {
  const until = Date.parse(own.validTo);
  const because = failure ? ` (${failure})` : '';
  if (/CERTIFICATE_EXPIRED/i.test(failure ?? '') || until <= now)
    return failed(
      'accepted',
      `The server refuses the certificate of this kit: it expired on ${day(until)}.`,
      'Renew the certificate of this participant, and give it the new kit.',
    );
  if (!issued)
    return failed(
      'accepted',
      'The server refuses the certificate of this kit: it trusts another CA.',
      'See above: both need kits of one CA.',
    );
  if (/UNKNOWN_CA/i.test(failure ?? ''))
    return failed(
      'accepted',
      'The server refuses the certificate of this kit: it trusts another CA.',
      'It runs with a kit of another CA than its certificate is of. Give it its current kit, and start it again.',
    );
  if (endpoint.security !== 'mtls')
    return failed(
      'accepted',
      'The server wants a certificate, and the kit is set to show none.',
      'The server uses mutual TLS: give both the same connection security, and provision again.',
    );
  return failed(
    'accepted',
    `The server ends the connection once it has seen the certificate of this kit${because}.`,
    'Its clock may be wrong, or it runs with a kit of another CA. Look at the clock and the log of the server.',
  );
}

function judgeService(
  { greeting }: Probe,
  { endpoint, speaks }: Pick<TlsContext, 'endpoint' | 'speaks'>,
): CheckResult {
  const { scheme } = endpoint;
  if (speaks)
    return failed(
      'service',
      `The server speaks ${speaks}, and the kit ${scheme}.`,
      'They are of different runs: give both their current kits.',
    );
  if (greeting.kind === 'fits') return ok('service', `The server speaks ${scheme}.`);
  if (greeting.kind === 'silent' && scheme === 'tcp')
    return ok('service', 'The server waits for a participant, as it does over tcp.');
  if (greeting.kind === 'silent')
    return unknown(
      'service',
      `The server says nothing to the first words of ${scheme}.`,
      'Look into its log.',
    );
  return failed(
    'service',
    `What answers there does not speak ${scheme}.`,
    'Another program may have the port, or the server has a kit with another scheme.',
  );
}

const isIssuedBy = (peer: X509Certificate, ca: X509Certificate): boolean =>
  peer.checkIssued(ca) && peer.verify(ca.publicKey);

const commonName = (name: string): string => /^CN=(.*)$/m.exec(name)?.[1] ?? '?';
