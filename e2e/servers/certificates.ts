import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Files of one certificate, PEM. */
export interface CertificateFiles {
  cert: string;
  key: string;
}

/** A CA of a test's own, made with openssl, for servers on loopback and their clients. */
export interface TestCa {
  ca: string;
  /** Signs a certificate. `days` below 0: one that has expired. */
  issue(name: string, options?: { names?: string; days?: number; rsa?: number }): CertificateFiles;
  /** Where its files are. */
  folder: string;
  end(): void;
}

export function makeTestCa(commonName = 'Test CA'): TestCa {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-ca-'));
  const file = (name: string) => path.join(folder, name);
  const key = (name: string, rsa?: number) =>
    openssl(
      'genpkey',
      ...(rsa
        ? ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${rsa}`]
        : ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']),
      ...['-out', file(name)],
    );
  key('ca-key.pem');
  openssl(
    ...['req', '-x509', '-new', '-key', file('ca-key.pem'), '-subj', `/CN=${commonName}`, '-days', '30'],
    ...['-out', file('ca.pem')],
  );
  return {
    folder,
    ca: file('ca.pem'),
    issue(name, { names = 'DNS:localhost,IP:127.0.0.1', days = 30, rsa } = {}) {
      key(`${name}-key.pem`, rsa);
      writeFileSync(
        file(`${name}.ext`),
        `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\nkeyUsage=digitalSignature\n`,
      );
      const request = file(`${name}.csr`);
      openssl('req', '-new', '-key', file(`${name}-key.pem`), '-subj', `/CN=${name}`, '-out', request);
      openssl(
        ...['x509', '-req', '-in', request, '-CA', file('ca.pem'), '-CAkey', file('ca-key.pem')],
        ...['-CAcreateserial', '-days', String(days), '-extfile', file(`${name}.ext`)],
        ...['-out', file(`${name}.pem`)],
      );
      return { cert: file(`${name}.pem`), key: file(`${name}-key.pem`) };
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function openssl(...args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
}
