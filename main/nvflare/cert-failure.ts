import { AppError } from '../errors';
import { type Failed, readPeerFailure, reasonOf } from './cli-failure';

/** What a refusal of `nvflare cert` or `nvflare package` means for the person, and what to do. */
const refusals: Record<string, [message: string, hint: string]> = {
  ROOTCA_FINGERPRINT_MISMATCH: [
    'The fingerprint is not that of the CA that signed.',
    'Do not use this signed zip. Ask the project admin, by another way than the one it came by, for the fingerprint of the CA.',
  ],
  INVALID_ROOTCA_FINGERPRINT: [
    'This is not a SHA-256 fingerprint.',
    'It has 32 pairs of hexadecimal digits. Ask the project admin for the whole of it.',
  ],
  INVALID_SIGNED_ZIP: [
    'The signed zip is damaged, or was changed on its way.',
    'Do not use it. Ask the project admin to send it again, by another way if you can.',
  ],
  SIGNED_ZIP_IDENTITY_CONFLICT: [
    'The signed zip contradicts itself: its certificate is made out to somebody else.',
    'Do not use it. Ask the project admin to look at the request and to sign it again.',
  ],
  KEY_CERT_MISMATCH: [
    'The certificate was issued for another key.',
    'Take the signed zip to the request that it answers, or make a new request.',
  ],
  PROJECT_CA_MISMATCH: [
    'The request is for another project.',
    'Ask the requester to name the project as its CA is named, and to make a new request.',
  ],
  SERVER_NAME_HOST_MISMATCH: [
    "The request's name is not the server's host name.",
    'The server has to be named as the host that everyone connects to. Reject this request with that reason.',
  ],
  CA_LOAD_FAILED: [
    'The files of the CA cannot be read.',
    'They may be damaged. Put them back from a backup in Upkeep.',
  ],
};

const sameAs: Record<string, string> = {
  REQUEST_DIR_MISMATCH: 'KEY_CERT_MISMATCH',
  REQUEST_METADATA_MISMATCH: 'KEY_CERT_MISMATCH',
  PROJECT_PROFILE_MISMATCH: 'PROJECT_CA_MISMATCH',
};

/** Why a command of distributed provisioning failed. `details` are NVFlare's own words. */
export function readCertFailure(failed: Failed): AppError {
  const { envelope, result } = failed;
  const code = envelope?.error_code ?? '';
  const details = envelope
    ? [code, reasonOf(envelope), envelope.hint].filter(Boolean).join('\n')
    : [...result.stdout, ...result.stderr].slice(-30).join('\n') || undefined;
  const known = refusals[sameAs[code] ?? code];
  if (known) return new AppError('INVALID', known[0], { hint: known[1], details });
  if (envelope?.exit_code === 4)
    return new AppError('INVALID', `NVFlare refused this: ${reasonOf(envelope)}`, {
      hint: 'Correct what it names, or have it corrected where the zip was made, and try again.',
      details,
    });
  const peer = readPeerFailure(failed, 'try again');
  if (peer) return peer;
  const what = envelope ? reasonOf(envelope) : `it ended with code ${result.exitCode}`;
  return new AppError('UNAVAILABLE', `NVFlare failed: ${what}`, {
    hint: 'Read the log of this task. If NVFlare itself seems damaged, install it anew in Settings; then try again.',
    details,
  });
}
