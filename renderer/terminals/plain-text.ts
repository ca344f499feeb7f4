import { joinBytes } from './bytes';

const [tab, lineFeed, carriageReturn, escape, bracket, del] = [0x09, 0x0a, 0x0d, 0x1b, 0x5b, 0x7f] as const;

/** Output that is text, line ends and colours alone, as long logs are. */
export interface PlainText {
  /** How many lines end in it. */
  lineEnds: number;
  /** The same without its whole lines: what ends a line of before, all changes of colour, and the line it begins. */
  withoutLines: () => Uint8Array;
}

/** Where the change of colour ends (`ESC [ ... m`) that begins here; -1 where another sequence does. */
function endOfColour(bytes: Uint8Array, start: number): number {
  if (bytes[start + 1] !== bracket) return -1;
  for (let at = start + 2; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x6d) return at + 1;
    // Digits, colons and semicolons.
    if (byte < 0x30 || byte > 0x3b) return -1;
  }
  return -1;
}

/** Null for bytes that may do something else than write on where the cursor is. */
export function readPlainText(bytes: Uint8Array): PlainText | null {
  const colours: [number, number][] = [];
  let lineEnds = 0;
  let firstEnd = -1;
  let lastEnd = -1;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0xc2 && !((bytes[at + 1] ?? 0) >= 0xa0)) return null;
    if ((byte >= 0x20 && byte !== del) || byte === tab || byte === carriageReturn) continue;
    if (byte === lineFeed) {
      // What comes before the first is in the bytes before.
      if (at === 0) continue;
      // Alone it leaves the cursor in its column, which a line that is left out would have moved.
      if (bytes[at - 1] !== carriageReturn) return null;
      lineEnds += 1;
      lastEnd = at + 1;
      if (firstEnd < 0) firstEnd = lastEnd;
      continue;
    }
    const end = byte === escape ? endOfColour(bytes, at) : -1;
    if (end < 0) return null;
    colours.push([at, end]);
    at = end - 1;
  }
  const withoutLines = () => {
    if (firstEnd < 0) return bytes;
    const between = colours.filter(([start]) => start >= firstEnd && start < lastEnd);
    const parts: [number, number][] = [[0, firstEnd], ...between, [lastEnd, bytes.length]];
    return joinBytes(parts.map(([start, end]) => bytes.subarray(start, end)));
  };
  return { lineEnds, withoutLines };
}
