import { readFile } from 'node:fs/promises';
import { AppError } from '../errors';
import type { RunResult } from '../process/run';
import { howToGetVenv } from './python-hint';

type Reading = {
  pattern: RegExp;
  code?: 'STORAGE';
  message: (match: RegExpExecArray, context: InstallFailureContext) => string;
  hint: string | ((context: InstallFailureContext) => string);
};

export interface InstallFailureContext {
  version: string;
  pythonVersion: string;
  platform: NodeJS.Platform;
  /** The package index in words: its address without credentials, or "PyPI". */
  index: string;
}

// The first that fits counts: pip ends most failures with "No matching distribution found", so the causes
// that lead there come before it.
const readings: Reading[] = [
  {
    pattern: /No space left on device|Errno 28|not enough space on the disk|WinError 112/i,
    code: 'STORAGE',
    message: () => 'The disk is full.',
    hint: 'NVFlare needs about 300 MB. Free some space, or choose another data directory, and try again.',
  },
  {
    pattern: /Disk quota exceeded|Errno 122/i,
    code: 'STORAGE',
    message: () => 'Your disk quota is used up.',
    hint: 'NVFlare needs about 300 MB. Free some space, or ask for a larger quota, and try again.',
  },
  {
    pattern: /Permission denied|Errno 13\b|Read-only file system|Access is denied/i,
    code: 'STORAGE',
    message: () => 'The data directory cannot be written.',
    hint: 'Change its permissions, or choose another data directory, and try again.',
  },
  {
    pattern: /ensurepip is not\s+available|No module named '?"?(venv|ensurepip)|python3?[\d.]*-venv/i,
    message: (_, { pythonVersion }) => `Python ${pythonVersion} cannot make environments.`,
    hint: ({ platform, pythonVersion }) => howToGetVenv(platform, pythonVersion),
  },
  {
    pattern: /407 Proxy Authentication|ProxyError|Cannot connect to proxy|Tunnel connection failed/i,
    message: (_, { index }) => `The proxy did not let the connection to ${index} through.`,
    hint: 'Check the HTTPS_PROXY setting of this computer, with user and password if the proxy asks for them, and try again.',
  },
  {
    pattern: /CERTIFICATE_VERIFY_FAILED|SSLError|SSL: |certificate verify failed/i,
    message: (_, { index }) => `The certificate of ${index} was not accepted.`,
    hint: "If your organisation inspects traffic, give pip its certificate (pip config set global.cert FILE) and try again. Also look at this computer's clock.",
  },
  {
    pattern:
      /Temporary failure in name resolution|Name or service not known|nodename nor servname|getaddrinfo failed|NameResolutionError|Failed to resolve/i,
    message: (_, { index }) => `The name of ${index} could not be looked up.`,
    hint: 'Check the network connection. Without internet, set a package index of your own in Settings.',
  },
  {
    pattern:
      /\b(401|403) (?:Client )?(?:Error|Unauthorized|Forbidden)|Credentials not correct|HTTP error (?:401|403)/i,
    message: (_, { index }) => `${index} refused the user name or password.`,
    hint: 'Check the user and password of the package index in Settings.',
  },
  {
    pattern: /is not a trusted or secure host/i,
    message: (_, { index }) => `pip does not trust ${index}, because its address is not https.`,
    hint: 'Use an https address in Settings, or trust the host (pip config set global.trusted-host HOST).',
  },
  {
    pattern:
      /NewConnectionError|ConnectTimeoutError|Connection refused|Network is unreachable|No route to host|timed out|Connection aborted|RemoteDisconnected|Connection reset|WinError 100\d\d/i,
    message: (_, { index }) => `${index} could not be reached.`,
    hint: 'Check the network connection and any proxy. Without internet, set a package index of your own in Settings.',
  },
  {
    pattern: /\b(5\d\d) (?:Server Error|error responses)/i,
    message: ([, status], { index }) => `${index} answered with an error of its own (${status}).`,
    hint: 'Wait a few minutes, then install again.',
  },
  {
    pattern: /No matching distribution found for nvflare==/i,
    message: (_, { index, version, pythonVersion }) =>
      `${index} has no NVFlare ${version} for Python ${pythonVersion}.`,
    hint: 'Choose another version in Settings, or add this one to your package index.',
  },
  {
    pattern: /No matching distribution found for (\S+)/i,
    message: ([, wanted], { index }) => `${index} lacks ${wanted}, which NVFlare needs.`,
    hint: 'Add it to your package index, or choose another index in Settings.',
  },
  {
    pattern: /ResolutionImpossible/,
    message: (_, { version }) => `The packages that NVFlare ${version} needs contradict each other.`,
    hint: 'Look for constraints in the pip configuration of this computer (pip config list), or choose another version.',
  },
  {
    pattern: /DO NOT MATCH THE HASHES/i,
    message: () => 'A package arrived damaged.',
    hint: 'Run: python3 -m pip cache purge. Then try again; if it stays, look at the proxy or package index.',
  },
  {
    pattern: /Failed building wheel|Failed to build|subprocess-exited-with-error|Microsoft Visual C\+\+/i,
    message: (_, { pythonVersion }) =>
      `A package that NVFlare needs has no ready-made build for Python ${pythonVersion}.`,
    hint: 'Install Python 3.12, choose it in Settings, and try again.',
  },
];

const keptLines = 20;

/**
 * Why pip could not fetch something, out of the file of its `--log`. On the terminal pip 23 keeps that to
 * itself and says only that there is no matching distribution. Empty when there is no such file.
 */
export async function readFetchFailures(logFile: string): Promise<string[]> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return [...text.matchAll(/Could not fetch URL .*$/gm)].map(([line]) => line);
}

/**
 * What a failed `venv` or `pip install` says, as an error with what to do. `details` are the line that told
 * and the last lines.
 */
export function readInstallFailure(result: RunResult, context: InstallFailureContext): AppError {
  const lines = [...result.stdout, ...result.stderr];
  if (result.exitSignal)
    return new AppError('UNAVAILABLE', `The installation was ended from outside (${result.exitSignal}).`, {
      hint: 'If memory ran out, close other programs. Then install again; nothing half-made was kept.',
      details: detailsOf(lines, null),
    });
  const text = lines.join('\n');
  for (const { pattern, code, message, hint } of readings) {
    const match = pattern.exec(text);
    if (!match) continue;
    return new AppError(code ?? 'UNAVAILABLE', message(match, context), {
      hint: typeof hint === 'string' ? hint : hint(context),
      details: detailsOf(lines, pattern),
    });
  }
  return new AppError('UNAVAILABLE', `NVFlare ${context.version} could not be installed.`, {
    hint: 'Read the last lines of the log. Then install again; nothing half-made was kept.',
    details: detailsOf(lines, null),
  });
}

function detailsOf(lines: string[], pattern: RegExp | null): string {
  // On a full disk pip cannot write its log either, and says so with a traceback for every line of it.
  const storm = lines.indexOf('--- Logging error ---');
  const last = lines.slice(0, storm < 0 ? undefined : storm).slice(-keptLines);
  const telling = pattern && lines.find((line) => pattern.test(line));
  return (telling && !last.includes(telling) ? [telling, ...last] : last).join('\n');
}
