import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineSaid, progressLines, type ProgressLine } from './progress-lines';

async function read(source: Readable, quietMs?: number): Promise<ProgressLine[]> {
  const lines: ProgressLine[] = [];
  for await (const line of progressLines(source, quietMs)) lines.push(line);
  return lines;
}
const pieces = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );

test('lines are the same whatever the pieces they come in, characters of several bytes too', async () => {
  const statuses = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(statuses, fc.integer({ min: 1, max: 7 }), async (texts, size) => {
      const bytes = Buffer.from(texts.map((status) => `${JSON.stringify({ status })}\r\n`).join(''));
      const lines = await read(Readable.from(pieces(bytes, size)));
      expect(lines.map(({ status }) => status)).toEqual(texts);
    }),
    { numRuns: 100 },
  );
});

test('the last line needs no end, and carries how far a layer is', async () => {
  const line = '{"id":"a1","status":"Downloading","progressDetail":{"current":5,"total":9}}';
  expect(await read(Readable.from([Buffer.from(`\n${line}`)]))).toEqual([
    { id: 'a1', status: 'Downloading', current: 5, total: 9 },
  ]);
});

test('an error in the middle is a failure, not one more line', async () => {
  const said =
    '{"status":"fine"}\n{"errorDetail":{"message":"no space left on device"},"error":"x"}\n{"status":"more"}\n';
  const error = await read(Readable.from([Buffer.from(said)])).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EngineSaid);
  expect(error).toMatchObject({ message: 'no space left on device' });
});

test.each(['{"status":"Down', '<html>not found</html>', '[1]', `{"status":"${'x'.repeat(2 << 20)}`])(
  'what is no such line is told: %.20s',
  async (text) => {
    await expect(read(Readable.from([Buffer.from(text)]))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  },
);

test('an engine that falls silent is given up', async () => {
  const source = new Readable({ read() {} });
  source.push('{"status":"begun"}\n');
  await expect(read(source, 50)).rejects.toMatchObject({ data: { reason: 'timeout' } });
  expect(source.destroyed).toBe(true);
});
