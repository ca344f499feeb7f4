import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Interpreter, type Machine, commandOf } from './interpreter';
import { type ProbeResult, probeReportSchema } from './probe';
import { run } from '../process/run';

const entrySchema = z.object({ stamp: z.string(), report: probeReportSchema });
const fileSchema = z.record(z.string(), entrySchema);

interface Entry {
  stamp: string;
  result: ProbeResult;
}

/** Pages ask for what is known with nearly every call; one that hangs may cost them a minute only now and then. */
const silentMs = 300_000;

/**
 * `known`: an answer of before is enough where checking it costs more than a look at some files (WSL);
 * `checked`: an answer of before counts while the interpreter and its packages are untouched;
 * `again`: ask anew.
 */
export type Freshness = 'known' | 'checked' | 'again';

export type ProbeCache = ReturnType<typeof createProbeCache>;

/**
 * Remembers what interpreters answered, over restarts too: importing NVFlare costs half a second and more,
 * looking at the times of a few folders costs less than a millisecond.
 */
export function createProbeCache(options: {
  /** A JSON file; what cannot be read or written there is only asked again. */
  file: string;
  machine: Machine;
  probe: (interpreter: Interpreter) => Promise<ProbeResult>;
}) {
  const { machine } = options;
  const entries = readEntries(options.file);
  const asking = new Map<string, Promise<ProbeResult>>();
  // Those that did not answer. Worth another try by whoever needs one, not by whoever only looks.
  const silent = new Map<string, { at: number; result: ProbeResult }>();
  let writing = Promise.resolve();

  async function ask(interpreter: Interpreter, key: string): Promise<ProbeResult> {
    const result = await options.probe(interpreter);
    const watched = 'report' in result ? result.report.watched : [];
    const stamp = await stampOf(machine, interpreter, watched);
    const unanswered = 'failed' in result && result.again;
    if (unanswered) silent.set(key, { at: Date.now(), result });
    else silent.delete(key);
    if (unanswered) entries.delete(key);
    else entries.set(key, { stamp, result });
    if ('report' in result) writing = writing.then(() => writeEntries(options.file, entries));
    return result;
  }

  return {
    async get(interpreter: Interpreter, freshness: Freshness): Promise<ProbeResult> {
      const key = await keyOf(interpreter);
      const pending = asking.get(key);
      if (pending) return pending;
      const gaveUp = freshness === 'known' ? silent.get(key) : undefined;
      if (gaveUp && Date.now() - gaveUp.at < silentMs) return gaveUp.result;
      const entry = freshness === 'again' ? undefined : entries.get(key);
      if (entry && freshness === 'known' && interpreter.distribution !== null) return entry.result;
      if (entry && (await isUntouched(machine, interpreter, entry))) return entry.result;
      const asked = asking.get(key) ?? ask(interpreter, key).finally(() => asking.delete(key));
      asking.set(key, asked);
      return asked;
    },
    /** Resolves when what was learnt so far is on the disk. */
    settled: () => writing,
  };
}

/** One key for `python` and `python3` of one environment, where they are links to one file. */
async function keyOf({ python, distribution }: Interpreter): Promise<string> {
  const own = `${distribution ?? ''}:${python}`;
  if (distribution !== null || !/^python3?$/.test(path.basename(python))) return own;
  // The folder counts as well: by it Python finds out which environment it is in.
  return realpath(python).then(
    (file) => `:${path.dirname(python)}:${file}`,
    () => own,
  );
}

async function isUntouched(machine: Machine, interpreter: Interpreter, entry: Entry): Promise<boolean> {
  const watched = 'report' in entry.result ? entry.result.report.watched : [];
  return entry.stamp === (await stampOf(machine, interpreter, watched));
}

/** Times and sizes of the interpreter and of what it loads from; `-` for what is not there. */
async function stampOf(machine: Machine, interpreter: Interpreter, watched: string[]): Promise<string> {
  const files = [interpreter.python, ...watched];
  if (interpreter.distribution !== null) return stampInside(machine, interpreter, files);
  const marks = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs, size }) => `${mtimeMs}/${size}`,
        () => '-',
      ),
    ),
  );
  return marks.join(' ');
}

async function stampInside(machine: Machine, interpreter: Interpreter, files: string[]): Promise<string> {
  // A missing file makes stat fail, but the lines of the others still come.
  const { command, args } = commandOf(machine, { ...interpreter, python: 'stat' }, [
    '-L',
    '-c',
    '%n %Y %s',
    ...files,
  ]);
  const result = await run(command, args, { timeoutMs: 60_000 }).catch(() => null);
  return result?.stdout.join('\n') ?? '';
}

function readEntries(file: string): Map<string, Entry> {
  try {
    const known = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return new Map(
      Object.entries(known).map(([key, { stamp, report }]) => [key, { stamp, result: { report } }]),
    );
  } catch {
    return new Map();
  }
}

async function writeEntries(file: string, entries: Map<string, Entry>): Promise<void> {
  const known: z.infer<typeof fileSchema> = {};
  for (const [key, { stamp, result }] of entries)
    if ('report' in result) known[key] = { stamp, report: result.report };
  const temporary = `${file}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(temporary, JSON.stringify(known), { mode: 0o600 });
    await rename(temporary, file);
  } catch {
    // A full disk makes the next start slower and nothing else; whoever needs the disk says that it is full.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
