import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../errors';
import { type RunResult, run } from '../process/run';
import { readCertFailure } from './cert-failure';
import { readEnvelope } from './cli-failure';
import type { NvflareRuntime } from './service';

/** What every command of distributed provisioning is run with. */
interface CertCall {
  /** Exists, and is removed afterwards: NVFlare works in it, and takes it for the home directory. */
  directory: string;
  signal: AbortSignal;
  /** Each line of the CLI, as it comes. */
  onLine(line: string): void;
}

/** A path of this computer among the arguments; the runtime may name it differently. */
type Argument = string | { path: string };

/**
 * `nvflare cert` and `nvflare package` (2.8 and later), which make kits whose private keys never leave their
 * sites. Secrets are passed as files only. Every path is absolute, and of this computer.
 * All throw AppError INVALID when NVFlare refuses what it was given, STORAGE when it cannot write, CANCELLED when
 * the signal was aborted, UNAVAILABLE for every other failure and for a version without these commands.
 */
export function createCertTool() {
  return {
    /** Makes a CA: `rootCA.key`, `rootCA.pem` and `ca.json` in `out`. `validDays` from now. */
    init: (
      runtime: NvflareRuntime,
      call: CertCall & { profile: string; out: string; org: string; validDays: number },
    ): Promise<void> =>
      runTool(runtime, call, [
        ...['cert', 'init', '--profile', { path: call.profile }, '-o', { path: call.out }],
        ...(call.org === '' ? [] : ['--org', call.org]),
        ...['--valid-days', String(call.validDays)],
      ]),
    /** Makes `<name>.key`, `<name>.csr`, `request.json` and `<name>.request.zip` in `out`. */
    request: (
      runtime: NvflareRuntime,
      call: CertCall & { participant: string; out: string },
    ): Promise<void> =>
      runTool(runtime, call, [
        ...['cert', 'request', '-p', { path: call.participant }, '--out', { path: call.out }],
      ]),
    /** Signs a request with the CA in `ca`, and writes the zip for the requester. */
    approve: (
      runtime: NvflareRuntime,
      call: CertCall & { request: string; ca: string; profile: string; out: string; validDays: number },
    ): Promise<void> =>
      runTool(runtime, call, [
        ...['cert', 'approve', { path: call.request }, '-c', { path: call.ca }],
        ...['--profile', { path: call.profile }, '--out', { path: call.out }],
        ...['--valid-days', String(call.validDays)],
      ]),
    /**
     * Makes the kit, `<workspace>/<project>/prod_NN/<name>`. The name of `signed` must end in `.signed.zip`.
     * Without a fingerprint NVFlare would only warn; here there is no way to leave it out.
     */
    package: (
      runtime: NvflareRuntime,
      call: CertCall & { signed: string; requestDirectory: string; workspace: string; fingerprint: string },
    ): Promise<void> =>
      runTool(runtime, call, [
        ...['package', { path: call.signed }, '-w', { path: call.workspace }],
        ...['--request-dir', { path: call.requestDirectory }, '--fingerprint', call.fingerprint],
      ]),
  };
}

async function runTool(runtime: NvflareRuntime, call: CertCall, args: Argument[]): Promise<void> {
  assertKnown(runtime);
  const home = path.join(call.directory, 'home');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const all: Argument[] = ['--home', { path: home }, ...args, '--format', 'json'];
  const { command, args: given, env } = runtime.command(await toArguments(runtime, all));
  const result = await start(runtime, call, () =>
    run(command, given, {
      ...{ cwd: call.directory, env, signal: call.signal, holdInput: true },
      // The last line is for programs.
      onLine: (line) => line.startsWith('{"schema_version"') || call.onLine(line),
    }),
  );
  if (result.aborted) throw cancelled();
  const envelope = readEnvelope(result.stdout);
  if (result.exitCode === 0 && envelope?.status === 'ok') return;
  throw readCertFailure({ result, envelope, python: runtime.python, version: runtime.version });
}

const toArguments = (runtime: NvflareRuntime, args: Argument[]): Promise<string[]> =>
  Promise.all(args.map(async (arg) => (typeof arg === 'string' ? arg : runtime.toRuntimePath(arg.path))));

/** Seen in 2.8.1 and 2.9.0, which bring JSON output as well; 2.7.2 knows neither. */
function assertKnown({ features, version }: NvflareRuntime): void {
  if (features.jsonOutput) return;
  throw new AppError('UNAVAILABLE', `NVFlare ${version} cannot do this.`, {
    hint: 'Distributed provisioning came with NVFlare 2.8. Install 2.8 or 2.9 in Settings, and choose it there.',
  });
}

async function start(
  runtime: NvflareRuntime,
  call: CertCall,
  action: () => Promise<RunResult>,
): Promise<RunResult> {
  try {
    return await action();
  } catch (error) {
    if (call.signal.aborted) throw cancelled();
    throw new AppError(
      'UNAVAILABLE',
      `The Python of NVFlare could not be started: ${runtime.python}`,
      {
        hint: 'Try again: another usable Python is then chosen. If there is none, install NVFlare in Settings.',
        details: error instanceof Error ? error.message : String(error),
      },
      error,
    );
  }
}

const cancelled = (): AppError =>
  new AppError('CANCELLED', 'This was cancelled.', { hint: 'Nothing of it was kept.' });
