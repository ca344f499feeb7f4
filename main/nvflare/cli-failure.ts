import { z } from 'zod';
import { AppError } from '../errors';
import type { RunResult } from '../process/run';

/** How `nvflare --format json` says that a command failed (seen in 2.8.1 and 2.9.0). */
const envelopeSchema = z.object({
  status: z.string(),
  exit_code: z.number().optional(),
  error_code: z.string().optional(),
  message: z.string().optional(),
  hint: z.string().optional(),
});
export type CliEnvelope = z.infer<typeof envelopeSchema>;

/** Only the last line of standard output is the envelope; builders may print before it. */
export function readEnvelope(stdout: readonly string[]): CliEnvelope | null {
  try {
    return envelopeSchema.parse(JSON.parse(stdout.at(-1) ?? ''));
  } catch {
    return null;
  }
}

const keptLines = 30;
const badArguments = 4;

export interface Failed {
  result: RunResult;
  /** Null for a version without JSON output. */
  envelope: CliEnvelope | null;
  python: string;
  version: string;
}

/** Why `nvflare provision` made no kits, and what to do. `details` are its last lines. */
export function readCliFailure(failed: Failed): AppError {
  const { result } = failed;
  const lines = [...result.stdout, ...result.stderr];
  const details = lines.slice(-keptLines).join('\n') || undefined;
  return (
    readPeerFailure(failed, 'provision again') ??
    readRefusal(failed, details) ??
    new AppError('UNAVAILABLE', describe(failed), {
      hint: 'Read the log of this run. If NVFlare itself seems damaged, install it anew in Settings; then provision again.',
      details,
    })
  );
}

/** What may happen to any command of NVFlare, whatever it was to do. `again` is what to do then, in words. */
export function readPeerFailure(failed: Failed, again: string): AppError | null {
  const lines = [...failed.result.stdout, ...failed.result.stderr];
  const details = lines.slice(-keptLines).join('\n') || undefined;
  return (
    readSignal(failed.result, again, details) ??
    readDisk(lines.join('\n'), again, details) ??
    readBrokenRuntime(failed, details)
  );
}

function readSignal({ exitSignal, exitCode }: RunResult, again: string, details?: string): AppError | null {
  // A shell, and WSL with it, reports a signal as 128 and its number.
  const signal = exitSignal ?? (exitCode === 137 ? 'SIGKILL' : exitCode === 143 ? 'SIGTERM' : null);
  if (signal === null) return null;
  return new AppError('UNAVAILABLE', `NVFlare was ended from outside (signal ${signal}).`, {
    hint: `If memory ran out, close other programs. Then ${again}; nothing half-made was kept.`,
    details,
  });
}

function readDisk(text: string, again: string, details?: string): AppError | null {
  if (/No space left on device|Errno 28\b|WinError 112\b/.test(text))
    return new AppError('STORAGE', 'The disk is full.', {
      hint: `Free some space, or choose another data directory in Settings, and ${again}.`,
      details,
    });
  if (/Disk quota exceeded|Errno 122\b/.test(text))
    return new AppError('STORAGE', 'Your disk quota is used up.', {
      hint: `Free some space, or ask for a larger quota, and ${again}.`,
      details,
    });
  if (/Permission denied|Errno 13\b|Read-only file system|Errno 30\b|WinError 5\b/.test(text))
    return new AppError('STORAGE', 'NVFlare could not write into the data directory.', {
      hint: `Change its permissions, or choose another data directory in Settings, and ${again}.`,
      details,
    });
  return null;
}

function readBrokenRuntime({ result, envelope, python, version }: Failed, details?: string): AppError | null {
  // A project may name a builder of its own that cannot be imported: the CLI then answers with an envelope.
  if (envelope) return null;
  const line = [...result.stderr, ...result.stdout].findLast((text) =>
    /^(ModuleNotFound|Import)Error: /.test(text),
  );
  if (!line) return null;
  return new AppError('UNAVAILABLE', `NVFlare ${version} does not start: ${line}`, {
    hint: `Install NVFlare anew in Settings, or repair it with: "${python}" -m pip install --force-reinstall nvflare==${version}`,
    details,
  });
}

function readRefusal({ envelope, result }: Failed, details?: string): AppError | null {
  const refused =
    envelope?.exit_code === badArguments || (envelope !== null && result.exitCode === badArguments);
  const reason = envelope ? reasonOf(envelope) : plainRefusal(result.stdout);
  if (reason === null || (envelope && !refused)) return null;
  return new AppError('INVALID', `NVFlare refused the project: ${reason}`, {
    hint: 'Correct this in the project, then provision again.',
    details,
  });
}

/** Versions before 2.8 print `Error: …`, then their usage, and end with code 0. */
function plainRefusal(stdout: readonly string[]): string | null {
  const line = stdout.find((text) => /^Error: /.test(text));
  return line?.replace(/^Error: /, '').trim() ?? null;
}

/** The CLI puts a fixed sentence for each code before what is the matter: `Invalid arguments. — …`. */
export const reasonOf = ({ message, error_code }: CliEnvelope): string =>
  (message ?? error_code ?? 'no reason given').replace(/^[^—]*\. — /s, '').trim();

function describe({ result, envelope }: Failed): string {
  if (envelope && envelope.status !== 'ok') return `NVFlare failed: ${reasonOf(envelope)}`;
  const error = result.stdout.concat(result.stderr).findLast((line) => /^ERROR: /.test(line));
  if (error) return `NVFlare failed: ${error.replace(/^ERROR: /, '')}`;
  if (result.exitCode !== 0) return `NVFlare ended with code ${result.exitCode} and made no kits.`;
  return 'NVFlare ended without an error, but made no kits.';
}
