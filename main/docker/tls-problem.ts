import { AppError } from '../errors';

type Failure = [codes: RegExp, reason: string, what: string, hint: string];

const noCertificate: Failure = [
  /ALERT_CERTIFICATE_REQUIRED|alert (number )?116/i,
  'tls-no-certificate',
  'asks for a client certificate, and got none',
  'Choose a certificate and its key that the CA of the engine has signed.',
];

/** How a certificate failed, by the codes of Node's verification. */
const certificateFailures: Failure[] = [
  [
    /^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_SIGNATURE_FAILURE|CERT_UNTRUSTED|INVALID_CA)$/,
    'tls-ca',
    'presents a certificate that the CA you chose did not sign',
    'Choose the ca.pem that belongs to this engine. If it is the right one, someone may be in between.',
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    'tls-expired',
    'presents a certificate that has expired',
    'Let the admin of the host renew it, and check the clock of this machine.',
  ],
  [
    /^CERT_NOT_YET_VALID$/,
    'tls-expired',
    'presents a certificate that is not valid yet',
    'Check the clock of this machine and the one of the host.',
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'tls-name',
    'presents a certificate of another name',
    'Correct the address, or enter the name that is in the certificate.',
  ],
];

/**
 * What the engine said about our certificate, as a TLS alert. With TLS 1.3 it comes after the handshake has ended
 * for this side, as the failure of the first request. OpenSSL and BoringSSL name the alerts differently.
 */
const alerts: Failure[] = [
  noCertificate,
  [
    /ALERT_CERTIFICATE_EXPIRED|alert (number )?45/i,
    'tls-own-expired',
    'refused your certificate, because it has expired',
    'Choose one that is valid, and check both clocks.',
  ],
  [
    /ALERT_(BAD|UNKNOWN|UNSUPPORTED)_(CERTIFICATE|CA)|ALERT_CERTIFICATE_(UNKNOWN|REVOKED)|ALERT_ACCESS_DENIED|ALERT_DECRYPT_ERROR|alert (number )?(42|43|44|46|48|49|51)\b/i,
    'tls-refused',
    'refused your certificate',
    'Choose a client certificate that the CA of the engine has signed and that is still valid.',
  ],
  [
    /WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG/i,
    'tls-none',
    'speaks no TLS on this port',
    'Check the port: Docker with TLS usually listens on 2376. An engine without TLS is not connected to.',
  ],
  [
    /PROTOCOL_VERSION|HANDSHAKE_FAILURE|NO_SHARED_CIPHER|UNSUPPORTED_PROTOCOL/i,
    'tls-version',
    'and Fedwright share no version of TLS',
    'Bring the Docker engine up to date: TLS 1.2 is the oldest that is spoken.',
  ],
];

/**
 * A failure of TLS in words; null when it is none. `reason` tells pages what to offer. An error that is marked
 * `withoutCertificate` is of a connection on which none was shown.
 */
export function tlsProblem(error: unknown, hostName: string): AppError | null {
  if (!(error instanceof Error) || error instanceof AppError) return null;
  const code = 'code' in error ? String(error.code) : '';
  const known =
    certificateFailures.find(([codes]) => codes.test(code)) ??
    (/^(ERR_SSL|EPROTO)/.test(code) || /SSL routines|alert number/i.test(error.message)
      ? alerts.find(([words]) => words.test(code) || words.test(error.message))
      : undefined);
  if (!known) return null;
  // Engines built with an older Go say only "bad certificate" when there is none.
  const none = known[1] === 'tls-refused' && 'withoutCertificate' in error ? noCertificate : known;
  const [, reason, what, hint] = none;
  const details = `${error.message}${code ? ` (${code})` : ''}`;
  return new AppError('UNAVAILABLE', `"${hostName}" ${what}.`, { hint, details, reason }, error);
}
