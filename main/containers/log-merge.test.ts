import { expect, test } from 'vitest';
import { mergeLogs } from './log-merge';
import { createPieceReader, LogBroke, type LogPiece } from './log-pieces';

const time = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000000000Z`;

/** As an engine sends it without a TTY. */
function frame(stream: 1 | 2 | 3, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

/** What comes of these bytes, cut into chunks of a size. */
async function* piecesOf(bytes: Buffer, { tty = false, chunk = 7 } = {}): AsyncGenerator<LogPiece[]> {
  const reader = createPieceReader({ tty });
  for (let at = 0; at < bytes.length; at += chunk) yield reader.push(bytes.subarray(at, at + chunk));
  yield reader.end();
}

async function textOf(...logs: AsyncIterable<LogPiece[]>[]): Promise<string> {
  const parts: Buffer[] = [];
  const sources = logs.map((pieces, index) => ({ name: `c${index}`, pieces }));
  for await (const part of mergeLogs(sources)) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
}

test('lines of several are merged by time, and each keeps its own order', async () => {
  const one = Buffer.concat([
    frame(1, `${time(1)} a\n`),
    frame(2, `${time(4)} b\n`),
    frame(1, `${time(3)} c\n`),
  ]);
  const two = Buffer.from(`${time(2)} x\r\n${time(5)} y`);
  const lines = [
    ...[`${time(1)} c0 | a`, `${time(2)} c1 | x\r`, `${time(4)} c0 | b`, `${time(3)} c0 | c`],
    `${time(5)} c1 | y`,
  ];
  expect(await textOf(piecesOf(one), piecesOf(two, { tty: true }))).toBe(lines.join('\n'));
});

test('of one, every byte is kept; the times that an engine puts into a long line are not', async () => {
  const binary = Buffer.from([0, 255, 27, 13, 128]);
  const all = Buffer.concat([
    frame(1, Buffer.concat([Buffer.from(`${time(1)} `), binary, Buffer.from('\n')])),
    ...[frame(1, `${time(2)} ${'x'.repeat(16_384)}`), frame(1, `${time(3)} ${'y'.repeat(10)}\n`)],
    frame(1, `${time(4)} \n`),
  ]);
  expect(await textOf(piecesOf(all))).toBe(
    `${time(1)} ${binary.toString('latin1')}\n${time(2)} ${'x'.repeat(16_384)}${'y'.repeat(10)}\n${time(4)} \n`,
  );
});

test('a line without end goes through in pieces and stays one line; what others write meanwhile is not torn', async () => {
  const endless = Buffer.concat([
    frame(1, `${time(1)} ${'z'.repeat(900_000)}`),
    frame(1, `${time(1)} ${'z'.repeat(900_000)}`),
    frame(2, `${time(1)} beside\n`),
    frame(1, `${time(2)} end\n`),
  ]);
  const text = await textOf(
    piecesOf(endless, { chunk: 65_536 }),
    piecesOf(frame(1, `${time(1)} other\n`), { chunk: 99 }),
  );
  expect(text).toBe(
    `${time(1)} c0 | ${'z'.repeat(1_800_000)}\n${time(1)} c0 | beside\n${time(1)} c0 | end\n${time(1)} c1 | other\n`,
  );
});

test('it is read no faster than it is taken', async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<LogPiece[]> {
    const piece = { at: time(1), stream: 'stdout' as const, bytes: Buffer.alloc(1000, 'q') };
    while (true) {
      given += 1;
      yield [{ ...piece, begins: true, ends: true }];
    }
  }
  let ended = false;
  async function* watched() {
    try {
      yield* endless();
    } finally {
      ended = true;
    }
  }
  const merged = mergeLogs([{ name: 'a', pieces: watched() }]);
  await merged.next();
  const after = given;
  await new Promise((resolve) => setImmediate(resolve));
  expect(given).toBe(after);
  expect(after).toBeLessThan(300);
  await merged.return();
  await expect.poll(() => ended).toBe(true);
});

test('an engine that cannot read on is not taken for the end of the log', async () => {
  const broken = Buffer.concat([frame(1, `${time(1)} a\n`), frame(3, 'Error grabbing logs: no such file\n')]);
  await expect(textOf(piecesOf(broken))).rejects.toThrow('Error grabbing logs: no such file');
  await expect(textOf(piecesOf(frame(1, `${time(1)} a\n`).subarray(0, 20)))).rejects.toThrow(LogBroke);
});
