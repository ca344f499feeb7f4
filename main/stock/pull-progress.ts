import type { ProgressLine } from '../docker/progress-lines';

interface Layer {
  /** 0 to 1 each. */
  fetched: number;
  unpacked: number;
  /** Compressed; null until the engine knows. */
  bytes: number | null;
  status: string;
}

/** Unpacking takes its share of the time, too. */
const fetchShare = 0.7;

/**
 * How far a pull is, out of the lines about its layers: each counts by its size, as far as that is known. It
 * never goes back, although layers may turn up late.
 */
export function createPullProgress() {
  const layers = new Map<string, Layer>();
  let furthest = 0;

  return {
    /** Takes a line; gives what is worth a line in the log, which a mere step onwards is not. */
    take(line: ProgressLine): string | null {
      const { id, status = '' } = line;
      if (id === undefined || !isOfLayer(status)) return [id, status].filter(Boolean).join(': ') || null;
      const before = layers.get(id) ?? { fetched: 0, unpacked: 0, bytes: null, status: '' };
      layers.set(id, after(before, line));
      return before.status === status ? null : `${id}: ${status}`;
    },
    /** 0 to 1; null before the first layer. */
    value(): number | null {
      if (layers.size === 0) return null;
      const all = [...layers.values()];
      const known = all.flatMap(({ bytes }) => bytes ?? []);
      const usual = known.length === 0 ? 1 : known.reduce((sum, bytes) => sum + bytes, 0) / known.length;
      const weight = ({ bytes }: Layer) => bytes ?? usual;
      const done = all.reduce((sum, layer) => sum + weight(layer) * doneOf(layer), 0);
      const whole = all.reduce((sum, layer) => sum + weight(layer), 0);
      furthest = Math.max(furthest, whole > 0 ? done / whole : 0);
      return furthest;
    },
  };
}

const doneOf = ({ fetched, unpacked }: Layer): number => fetchShare * fetched + (1 - fetchShare) * unpacked;

const isOfLayer = (status: string): boolean =>
  /^(Pulling fs layer|Waiting|Downloading|Verifying Checksum|Download complete|Extracting|Pull complete|Already exists|Retrying)/.test(
    status,
  );

function after(layer: Layer, { status = '', current, total }: ProgressLine): Layer {
  const next = { ...layer, status };
  const part = current !== undefined && total ? Math.min(1, current / total) : null;
  if (status === 'Downloading') {
    next.bytes = total ?? layer.bytes;
    next.fetched = part ?? layer.fetched;
  } else if (status.startsWith('Retrying')) next.fetched = 0;
  else if (status === 'Verifying Checksum' || status === 'Download complete') next.fetched = 1;
  else if (status === 'Extracting') {
    next.fetched = 1;
    next.unpacked = part ?? layer.unpacked;
  } else if (status === 'Pull complete' || status === 'Already exists') {
    next.fetched = 1;
    next.unpacked = 1;
  }
  return next;
}
