import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { AppError, invalid } from '../errors';
import type { RunPlace } from './layout';
import type { FileParticipant, ProjectFile } from './project-file';
import type { StateStore } from './state-store';

const dayMs = 86_400_000;
const warnDays = 60;

/** NVFlare's `state/cert.json`: the CA, and the certificate of each participant by name. */
export interface CertificateState {
  ca: X509Certificate;
  of(participant: string): X509Certificate | null;
}

/**
 * @throws AppError STORAGE when the file is not what NVFlare writes, UNAVAILABLE when it is sealed and its key
 * cannot be had.
 */
export async function readState(states: StateStore, place: RunPlace): Promise<CertificateState> {
  const file = states.describe(place);
  const text = await states.read(place).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'UNAVAILABLE' ? error : unreadable(file, error);
  });
  const guarded = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw unreadable(file, error);
    }
  };
  const content = guarded((): unknown => JSON.parse(text));
  return {
    ca: guarded(() => new X509Certificate(String(pick(content, 'root_cert')))),
    of(participant) {
      const pem = pick(pick(content, participant), 'cert');
      return pem === null ? null : guarded(() => new X509Certificate(String(pem)));
    },
  };
}

const unreadable = (file: string, error: unknown): AppError =>
  new AppError('STORAGE', 'The CA of this project cannot be read.', {
    hint: `Put the file back from a backup: ${file}. Or duplicate the project: the copy gets a new CA, and all of its kits have to be handed out.`,
    // The parser's words quote the place where it stopped, and this file holds private keys.
    details: detailsOf(error),
  });

function detailsOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'not valid JSON';
  return error instanceof AppError ? `${error.message} ${error.data.details ?? ''}`.trim() : String(error);
}

/**
 * Looks for what NVFlare would do wrong with this state, and refuses it: an expired CA (it exits 0 and issues
 * kits that nobody accepts), another role of an admin (it fails), and a server that is to be reached by a
 * name its certificate lacks (it keeps the certificate, and every site refuses the server).
 * @returns warnings, for what will become a problem.
 * @throws AppError INVALID
 */
export function checkState(state: CertificateState, project: ProjectFile, now: number): string[] {
  const daysLeft = (Date.parse(state.ca.validTo) - now) / dayMs;
  if (daysLeft <= 0)
    throw invalid(
      `The CA of this project expired on ${day(state.ca)}.`,
      'Kits made with it would not be accepted by anyone. Rotate the CA on the page of the project: then all of its kits have to be handed over again.',
    );
  for (const participant of project.participants) {
    const certificate = state.of(participant.name);
    if (certificate) checkParticipant(participant, certificate);
  }
  if (daysLeft > warnDays) return [];
  return [
    `The CA of this project expires on ${day(state.ca)}. Plan for its rotation, on the page of the project: all kits have to be handed over again by then.`,
  ];
}

function checkParticipant(participant: FileParticipant, certificate: X509Certificate): void {
  const role = /^unstructuredName=(.*)$/m.exec(certificate.subject)?.[1];
  if (participant.type === 'admin' && role !== undefined && role !== participant.role)
    throw invalid(
      `${participant.name} has a certificate with the role ${role}, and NVFlare does not change it to ${participant.role ?? 'none'}.`,
      `Renew the certificate of ${participant.name}, and hand the new kit over. Or set the role back.`,
    );
  const [defaultHost] = participant.hosts;
  if (defaultHost && !covers(certificate, defaultHost))
    throw invalid(
      `The server's certificate does not cover its host ${defaultHost}, and NVFlare does not issue it again.`,
      `Provision everything and renew the certificate of ${participant.name} with it: sites and admins need kits that name the new host. Or set the default host back.`,
    );
}

function covers(certificate: X509Certificate, host: string): boolean {
  const found = isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host, { subject: 'never' });
  return found !== undefined;
}

const day = (certificate: X509Certificate): string =>
  new Date(certificate.validTo).toISOString().slice(0, 10);

function pick(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return null;
  return Object.getOwnPropertyDescriptor(value, key)?.value ?? null;
}
