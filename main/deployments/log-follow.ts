import { setTimeout as pause } from 'node:timers/promises';
import type { Ground } from './ground';
import type { DeploymentRow } from './store';

/** Of the end of a log, so much is read at most before its lines are counted. */
const endBytes = 900_000;
const everyMs = 1000;
/** Well below a frame, whatever the characters are. */
const pieceChars = 40_000;

/** The last lines of a log, then what is added, until the signal. */
export async function* followLog(
  { ground, row, file, tail }: { ground: Ground; row: DeploymentRow; file: string; tail: number },
  signal: AbortSignal,
): AsyncGenerator<{ text: string; skippedBytes: number }, void, undefined> {
  let decoder = new TextDecoder();
  const first = await ground.readLog(row, file, -endBytes, signal);
  const { text, skipped } = lastLines(first.content, tail);
  yield* pieces(decoder.decode(text, { stream: true }), first.from + skipped);
  let at = first.from + first.content.length;
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const { content, from } = await ground.readLog(row, file, at, signal);
    // It was begun anew, by another start or by its own rotation.
    if (from < at) decoder = new TextDecoder();
    at = from + content.length;
    if (content.length > 0) yield* pieces(decoder.decode(content, { stream: true }), 0);
  }
}

/** The console of a container, which its engine keeps. */
export async function* followConsole(
  bundles: AsyncIterable<{ lines: { text: string }[]; failures: { message: string }[] }>,
): AsyncGenerator<{ text: string; skippedBytes: number }, void, undefined> {
  yield { text: '', skippedBytes: 0 };
  for await (const { lines, failures } of bundles) {
    const texts = [
      ...lines.map(({ text }) => text),
      ...failures.map(({ message }) => `Fedwright: ${message}`),
    ];
    if (texts.length > 0) yield* pieces(`${texts.join('\n')}\n`, 0);
  }
}

function lastLines(content: Buffer, count: number): { text: Buffer; skipped: number } {
  let at = content.length;
  for (let lines = 0; at > 0; at -= 1)
    if (content[at - 1] === 10 && at < content.length && ++lines === count) break;
  return { text: content.subarray(at), skipped: at };
}

/** NVFlare colours its console, which means nothing here. */
export const withoutColours = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- it is what is looked for
  text.replaceAll(/\u001b\[[0-9;]*m/g, '');

function* pieces(coloured: string, skippedBytes: number) {
  const text = withoutColours(coloured);
  let skipped = skippedBytes;
  // The first says that there is nothing, too.
  for (let at = 0; at === 0 || at < text.length; at += pieceChars) {
    yield { text: text.slice(at, at + pieceChars), skippedBytes: skipped };
    skipped = 0;
  }
}
