import type { LineCounter } from 'yaml';

/** A place in a file: as the field of a problem, and in words. Lines and columns count from one. */
export interface Place {
  field: string;
  words: string;
}

export function placeOf(counter: LineCounter, offset: number): Place {
  const { line, col } = counter.linePos(offset);
  return { field: `line ${line}`, words: `Line ${line}, column ${col}` };
}

export function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { field: `line ${line}`, words: `Line ${line}, column ${offset - before.lastIndexOf('\n')}` };
}
