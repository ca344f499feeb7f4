import path from 'node:path';
import { z } from 'zod';
import { run } from '../process/run';
import { type Interpreter, type Machine, commandOf, pathFor } from './interpreter';

/** An import that reads everything from a cold disk has taken half a minute. */
const probeMs = 60_000;

const foundSchema = z.object({
  python: z.string(),
  /** What the interpreter calls itself; a shim on PATH is another file. */
  executable: z.string(),
  prefix: z.string(),
  nvflare: z.string().nullable(),
  /** Folders whose times change when something is installed or removed. */
  watched: z.array(z.string()),
  hasVenv: z.boolean(),
});
const importedSchema = z.object({ importError: z.string().nullable() });

/** What is known of an interpreter that answered. */
export const probeReportSchema = foundSchema.extend(importedSchema.shape);
export type ProbeReport = z.infer<typeof probeReportSchema>;

/** `failed`: it could not be started or is not a Python; `again`: worth asking once more. */
export type ProbeResult = { report: ProbeReport } | { failed: string; again: boolean };

export const probeScript = (resources: string): string => path.join(resources, 'python', 'probe_nvflare.py');

/** Asks an interpreter what it is, and tries to import its NVFlare. Takes half a second to some seconds. */
export async function probe(
  machine: Machine,
  interpreter: Interpreter,
  resources: string,
): Promise<ProbeResult> {
  try {
    const script = await pathFor(machine, interpreter, probeScript(resources));
    // -E: no PYTHONPATH or PYTHONHOME of another program. Not -I, which would hide `pip install --user`.
    const { command, args } = commandOf(machine, interpreter, ['-E', script]);
    const result = await run(command, args, { timeoutMs: probeMs });
    return readProbe(result.stdout, {
      failure:
        result.stderr.findLast((line) => line.trim() !== '') ?? `it ended with code ${result.exitCode}`,
      timedOut: result.timedOut,
      exit: result.exitSignal ?? `code ${result.exitCode}`,
    });
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error), again: false };
  }
}

/** Reads the lines of the probe: a second one that is missing means that the import ended the interpreter. */
export function readProbe(
  stdout: readonly string[],
  ended: { failure: string; timedOut: boolean; exit: string },
): ProbeResult {
  const found = foundSchema.safeParse(parseLine(stdout[0]));
  if (!found.success)
    return ended.timedOut
      ? { failed: 'it did not answer within a minute', again: true }
      : { failed: ended.failure, again: false };
  const imported = importedSchema.safeParse(parseLine(stdout[1]));
  if (imported.success) return { report: { ...found.data, ...imported.data } };
  if (found.data.nvflare === null) return { report: { ...found.data, importError: null } };
  if (ended.timedOut) return { failed: 'importing its NVFlare took longer than a minute', again: true };
  return { report: { ...found.data, importError: `Python ended during the import (${ended.exit})` } };
}

function parseLine(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? '');
  } catch {
    return null;
  }
}
