import { expect, it } from 'vitest';
import type { RunResult } from '../process/run';
import { readInstallFailure } from './pip-failure';

// Lines as pip 23 to 25 and venv print them.
const retry = (reason: string) =>
  `WARNING: Retrying (Retry(total=0)) after connection broken by '${reason}': /simple/nvflare/`;
const nothingFound = 'ERROR: No matching distribution found for nvflare==2.8.1';
const cases: [string, string[], 'STORAGE' | 'UNAVAILABLE', RegExp][] = [
  [
    'a full disk',
    ["ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device: '/x'"],
    'STORAGE',
    /disk is full/,
  ],
  ['a quota', ['OSError: [Errno 122] Disk quota exceeded'], 'STORAGE', /quota/],
  ['no permission', ["Error: [Errno 13] Permission denied: '/data/runtime'"], 'STORAGE', /cannot be written/],
  [
    'no venv module',
    [
      'The virtual environment was not created successfully because ensurepip is not',
      'available.  On Debian/Ubuntu systems, you need to install the python3-venv',
    ],
    'UNAVAILABLE',
    /cannot make environments/,
  ],
  [
    'no name resolution',
    [
      retry(
        "NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')",
      ),
      nothingFound,
    ],
    'UNAVAILABLE',
    /could not be looked up/,
  ],
  [
    'a proxy',
    [
      retry(
        "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))",
      ),
      nothingFound,
    ],
    'UNAVAILABLE',
    /proxy/,
  ],
  [
    'a certificate',
    [
      retry(
        "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self signed certificate in certificate chain'))",
      ),
      nothingFound,
    ],
    'UNAVAILABLE',
    /certificate/,
  ],
  [
    'a refused connection',
    [retry("NewConnectionError('[Errno 111] Connection refused')"), nothingFound],
    'UNAVAILABLE',
    /could not be reached/,
  ],
  [
    'a slow network',
    ["ReadTimeoutError: HTTPSConnectionPool(host='files.example.org', port=443): Read timed out."],
    'UNAVAILABLE',
    /could not be reached/,
  ],
  [
    'a refused password',
    ['WARNING: 401 Error, Credentials not correct for https://example.org/simple/nvflare/', nothingFound],
    'UNAVAILABLE',
    /refused the user name or password/,
  ],
  [
    'an index that is not trusted',
    [
      'WARNING: The repository located at example.org is not a trusted or secure host and is being ignored.',
      nothingFound,
    ],
    'UNAVAILABLE',
    /not https/,
  ],
  [
    'an index in trouble',
    ['ERROR: HTTP error 503 while getting x', '503 Server Error: Service Unavailable for url'],
    'UNAVAILABLE',
    /error of its own \(503\)/,
  ],
  [
    'a version that is not there',
    [
      'ERROR: Could not find a version that satisfies the requirement nvflare==2.8.1 (from versions: 2.7.0)',
      nothingFound,
    ],
    'UNAVAILABLE',
    /has no NVFlare 2\.8\.1 for Python 3\.12\.1/,
  ],
  [
    'a package that is not there',
    ['ERROR: No matching distribution found for grpcio>=1.62 (from nvflare)'],
    'UNAVAILABLE',
    /lacks grpcio>=1\.62/,
  ],
  [
    'a build',
    ['  error: subprocess-exited-with-error', 'ERROR: Failed building wheel for psutil'],
    'UNAVAILABLE',
    /no ready-made build/,
  ],
  [
    'a damaged download',
    ['ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.'],
    'UNAVAILABLE',
    /damaged/,
  ],
  ['anything else', ['ERROR: something new'], 'UNAVAILABLE', /could not be installed/],
];

const context = {
  version: '2.8.1',
  pythonVersion: '3.12.1',
  platform: 'linux' as const,
  index: 'https://example.org/simple',
};
const failed: RunResult = {
  exitCode: 1,
  exitSignal: null,
  timedOut: false,
  aborted: false,
  stdout: [],
  stderr: [],
};

it.each(cases)('recognises %s', (_, stderr, code, message) => {
  const error = readInstallFailure({ ...failed, stderr }, context);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.data.hint.length).toBeGreaterThan(20);
  expect(error.data.details).toContain(stderr.at(-1));
});

it('names the signal that ended the installation', () => {
  const error = readInstallFailure({ ...failed, exitCode: null, exitSignal: 'SIGKILL' }, context);
  expect(error.message).toContain('SIGKILL');
});

it('shows the line that told, not the storm that a full disk makes of the log', () => {
  const full = 'OSError: [Errno 28] No space left on device';
  const stderr = [
    'Collecting nvflare',
    ...Array.from({ length: 40 }, () => ['--- Logging error ---', 'Traceback']).flat(),
    full,
  ];
  const error = readInstallFailure({ ...failed, stderr }, context);
  expect(error.data.details).toBe(`${full}\nCollecting nvflare`);
});
