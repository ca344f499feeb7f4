import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answer, PacketReader, uint32 } from './sftp-wire';

type Seen = { packet: string } | { id: number; data: string };

/** Reads chunks with a place for the data of even ids, and tells what came of them. */
function readAll(chunks: Buffer[]): Seen[] {
  const seen: Seen[] = [];
  const places = new Map<number, Buffer>();
  const reader = new PacketReader({
    largest: 4096,
    onPacket: (packet) => seen.push({ packet: packet.toString('hex') }),
    placeOf(id) {
      if (id % 2 === 1) return null;
      places.set(id, places.get(id) ?? Buffer.alloc(2000));
      return places.get(id) ?? null;
    },
    onData: (id, length) => seen.push({ id, data: places.get(id)?.toString('hex', 0, length) ?? '' }),
  });
  for (const chunk of chunks) reader.take(chunk);
  return seen;
}

const dataPacket = (id: number, data: Buffer) =>
  Buffer.concat([Buffer.from([answer.data]), uint32(id), uint32(data.length), data]);
const framed = (packet: Buffer) => Buffer.concat([uint32(packet.length), packet]);

describe('packets of SFTP', () => {
  test('come out whole however the bytes were cut, and data where it is wanted', () => {
    const packets = fc.array(
      fc.record({
        id: fc.integer({ min: 0, max: 9 }),
        data: fc.uint8Array({ maxLength: 1500 }),
        isData: fc.boolean(),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(packets, fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 40 }), (list, cuts) => {
        const made = list.map(({ id, data, isData }) => ({
          packet: isData
            ? dataPacket(id, Buffer.from(data))
            : Buffer.concat([Buffer.from([answer.status]), uint32(id), Buffer.from(data)]),
          seen: (packet: Buffer): Seen =>
            isData && id % 2 === 0
              ? { id, data: Buffer.from(data).toString('hex') }
              : { packet: packet.toString('hex') },
        }));
        const all = Buffer.concat(made.map(({ packet }) => framed(packet)));
        const chunks: Buffer[] = [];
        let at = 0;
        for (const cut of cuts) {
          if (at >= all.length) break;
          chunks.push(all.subarray(at, at + cut));
          at += cut;
        }
        chunks.push(all.subarray(Math.min(at, all.length)));
        expect(readAll(chunks)).toEqual(made.map(({ packet, seen }) => seen(packet)));
      }),
      { numRuns: 200 },
    );
  });

  test('a length that cannot be, and more data than there is room for, end it', () => {
    expect(() => readAll([framed(Buffer.alloc(4097))])).toThrow(RangeError);
    expect(() => readAll([Buffer.concat([uint32(2), Buffer.alloc(12)])])).toThrow(RangeError);
    expect(() => readAll([framed(dataPacket(2, Buffer.alloc(2001)))])).toThrow(RangeError);
    const liar = framed(dataPacket(2, Buffer.alloc(50)));
    liar.writeUInt32BE(60, 9);
    expect(() => readAll([liar])).toThrow(RangeError);
  });
});
