import { describe, expect, test, vi } from 'vitest';
import type { TerminalEvent } from '../../preload/contract/terminals';
import { type Cursor, OutputLog } from './output-log';

const open = (shell: number) => ({ state: 'open' as const, shell, exitCode: null, signal: null });

function makeLog() {
  const flow = { hold: vi.fn(), go: vi.fn() };
  return { flow, log: new OutputLog(flow) };
}

/** Reads everything there is, as a page that shows it at once. */
function drain(log: OutputLog, cursor: Cursor): TerminalEvent[] {
  const events: TerminalEvent[] = [];
  for (let event = log.read(cursor); event; event = log.read(cursor)) {
    events.push(event);
    log.acknowledge(cursor.offset);
  }
  return events;
}

const textOf = (events: TerminalEvent[]): string =>
  events
    .map((event) =>
      event.type === 'data' ? Buffer.from(event.bytes).toString('latin1') : `[${event.shell}]`,
    )
    .join('');

describe('what a terminal shows', () => {
  test('the shell is held up when a page lags, and goes on when it has caught up', () => {
    const { log, flow } = makeLog();
    log.push(Buffer.alloc(4 << 20));
    expect(flow.hold).not.toHaveBeenCalled();
    log.push(Buffer.from('x'));
    log.push(Buffer.from('y'));
    expect(flow.hold).toHaveBeenCalledTimes(1);
    log.acknowledge(1 << 19);
    expect(flow.go).not.toHaveBeenCalled();
    log.acknowledge((1 << 20) + 2);
    expect(flow.go).toHaveBeenCalledTimes(1);
    log.push(Buffer.alloc(2 << 20));
    expect(flow.hold).toHaveBeenCalledTimes(2);
  });

  test('chunks are below 128 KB on the wire and alone in their memory, and nothing is lost between them', () => {
    const { log } = makeLog();
    const sent = Buffer.alloc(700_001, 'abcdefghijk');
    for (let at = 0; at < sent.length; at += 33_333) log.push(sent.subarray(at, at + 33_333));
    const events = drain(log, { offset: 0, marks: 0 });
    expect(textOf(events) === sent.toString('latin1')).toBe(true);
    for (const event of events) {
      if (event.type !== 'data') continue;
      expect(event.bytes.length).toBeLessThanOrEqual(96_000);
      expect(event.bytes.buffer.byteLength).toBe(event.bytes.length);
    }
  });

  test('little is on the way to a page at once, so that what another terminal says soon comes through', () => {
    const { log } = makeLog();
    log.push(Buffer.alloc(2_000_000));
    const cursor = { offset: 0, marks: 0 };
    while (log.read(cursor)) continue;
    expect(cursor.offset).toBe(1_152_000);
    log.acknowledge(100_000);
    while (log.read(cursor)) continue;
    expect(cursor.offset).toBe(1_252_000);
  });

  test('a new shell is marked between the bytes of the old one and its own', () => {
    const { log } = makeLog();
    log.mark(open(1));
    log.push(Buffer.from('old'));
    log.mark(open(2));
    log.push(Buffer.from('new'));
    expect(textOf(drain(log, { offset: 0, marks: 0 }))).toBe('[1]old[2]new');
  });

  test('a reader goes on where it was, and what was acknowledged is forgotten', () => {
    const { log } = makeLog();
    log.mark(open(1));
    for (const text of ['one', 'two', 'three']) log.push(Buffer.from(text));
    log.acknowledge(4);
    expect(() => log.cursor({ offset: 3, marks: 1 })).toThrow('not kept');
    expect(() => log.cursor({ offset: 4, marks: 2 })).toThrow('not kept');
    expect(() => log.acknowledge(12)).toThrow('than was sent');
    expect(textOf(drain(log, log.cursor({ offset: 4, marks: 1 })))).toBe('wothree');
    log.push(Buffer.from('four'));
    log.acknowledge(15);
    expect(() => log.read({ offset: 4, marks: 1 })).toThrow('not kept');
  });
});
