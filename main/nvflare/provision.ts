import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../errors';
import { type RunResult, run } from '../process/run';
import { readCliFailure, readEnvelope } from './cli-failure';
import { watchProvision } from './provision-progress';
import type { NvflareRuntime } from './service';

export interface ProvisionCall {
  /** Absolute paths of this computer. */
  projectFile: string;
  /** Exists. The CLI makes `<project>/prod_NN` and `<project>/state` in it. */
  workspace: string;
  /** How many private keys NVFlare will make, as far as is known: they are made on all processors. */
  newKeys: number;
  signal: AbortSignal;
  /** Each line of the CLI, as it comes. */
  onLine(line: string): void;
  /** 0 to 1, never less than before. */
  onProgress(value: number): void;
}

export interface Provisioned {
  /** The `prod_NN` that this call made. */
  prodDirectory: string;
  stateDirectory: string;
  warnings: string[];
}

/**
 * Runs the real `nvflare provision` to its end. Whether it succeeded is told by a new `prod_NN`, as versions
 * before 2.8 end with code 0 also when they failed, and all versions when there are a hundred already.
 * @throws AppError INVALID when NVFlare refuses the project, STORAGE when it cannot write, CANCELLED when
 * the signal was aborted, UNAVAILABLE for every other failure.
 */
export async function provision(runtime: NvflareRuntime, call: ProvisionCall): Promise<Provisioned> {
  const before = new Set(await listProducts(call.workspace));
  const result = await runCli(runtime, call);
  if (result.aborted) throw cancelled();
  const envelope = runtime.features.jsonOutput ? readEnvelope(result.stdout) : null;
  const succeeded = result.exitCode === 0 && (!runtime.features.jsonOutput || envelope?.status === 'ok');
  const made = (await listProducts(call.workspace)).find((product) => !before.has(product));
  if (!succeeded || made === undefined)
    throw readCliFailure({ result, envelope, python: runtime.python, version: runtime.version });
  return {
    prodDirectory: made,
    stateDirectory: path.join(path.dirname(made), 'state'),
    warnings: readWarnings(result),
  };
}

const cancelled = (): AppError =>
  new AppError('CANCELLED', 'Provisioning was cancelled.', { hint: 'Nothing of it was kept.' });

async function runCli(runtime: NvflareRuntime, call: ProvisionCall): Promise<RunResult> {
  const { command, args, env } = runtime.command(await provisionArguments(runtime, call));
  const ended = new AbortController();
  let highest = 0;
  const onProgress = (value: number) => {
    if (value > highest) call.onProgress((highest = value));
  };
  const watching = watchProvision(call.workspace, onProgress, ended.signal);
  try {
    // From its working directory the CLI looks for Python modules and for the files that project.yml names, and
    // there it puts the kits of an edge tree.
    const options = { cwd: call.workspace, env, signal: call.signal, holdInput: true };
    return await run(command, args, { ...options, onLine: call.onLine });
  } catch (error) {
    if (call.signal.aborted) throw cancelled();
    throw new AppError(
      'UNAVAILABLE',
      `The Python of NVFlare could not be started: ${runtime.python}`,
      {
        hint: 'Provision again: another usable Python is then chosen. If there is none, install NVFlare in Settings.',
        details: error instanceof Error ? error.message : String(error),
      },
      error,
    );
  } finally {
    ended.abort();
    await watching;
  }
}

/** `--force` only lets it go on where state of an earlier run is; nothing is ever overwritten. */
async function provisionArguments(runtime: NvflareRuntime, call: ProvisionCall): Promise<string[]> {
  const [projectFile, workspace] = await Promise.all([
    runtime.toRuntimePath(call.projectFile),
    runtime.toRuntimePath(call.workspace),
  ]);
  const { jsonOutput, force } = runtime.features;
  return [
    ...(call.newKeys > 0 ? ['--keys', String(call.newKeys)] : []),
    'provision',
    ...['-p', projectFile, '-w', workspace],
    ...(force ? ['--force'] : []),
    ...(jsonOutput ? ['--format', 'json'] : []),
  ];
}

/** Every `<project>/prod_NN` below a workspace. */
async function listProducts(workspace: string): Promise<string[]> {
  const projects = await readdir(workspace);
  const found = await Promise.all(
    projects.map(async (project) => {
      const names = await readdir(path.join(workspace, project)).catch(() => []);
      return names
        .filter((name) => /^prod_\d+$/.test(name))
        .map((name) => path.join(workspace, project, name));
    }),
  );
  return found.flat();
}

/** What NVFlare warned of: `WARNING: …` of a builder, or a line of its logger. */
function readWarnings({ stdout, stderr }: RunResult): string[] {
  const warnings = [...stdout, ...stderr].flatMap((line) => {
    const text = /(?:^|\s)WARNING\s*(?::|-)\s*(.+)$/.exec(line)?.[1];
    return text ? [text.trim()] : [];
  });
  return [...new Set(warnings)];
}
