const header = 8;
/** No engine sends larger frames: what says it has one is something else. Bytes. */
const longestFrame = 16 << 20;

/** A frame, or a part of one that did not come at once. */
export interface FramePiece {
  /** `engine` is what an engine says itself, of what it could not read on. */
  from: 'stdout' | 'stderr' | 'engine';
  bytes: Buffer;
  /** Whether the frame ends with it. */
  ends: boolean;
}

/** Thrown where the bytes cannot be those of an engine. */
export class NoFrames extends Error {}

/**
 * Takes apart what an engine sends of a container without a TTY, in chunks as they come: each frame is
 * `[1, 2 or 3, 0, 0, 0, length as u32]` and so many bytes. What it gives are parts of the chunks, and no copies.
 */
export function createFrameReader() {
  let head: Buffer = Buffer.alloc(0);
  let left = 0;
  let from: FramePiece['from'] = 'stdout';
  return {
    /** @throws NoFrames */
    *push(chunk: Buffer): Generator<FramePiece, void, undefined> {
      let at = 0;
      while (at < chunk.length) {
        if (left > 0) {
          const bytes = chunk.subarray(at, at + left);
          at += bytes.length;
          left -= bytes.length;
          yield { from, bytes, ends: left === 0 };
          continue;
        }
        const part = chunk.subarray(at, at + header - head.length);
        at += part.length;
        head = head.length === 0 && part.length === header ? part : Buffer.concat([head, part]);
        if (head.length < header) return;
        left = head.readUInt32BE(4);
        if (left > longestFrame) throw new NoFrames('a frame that is none');
        from = head[0] === 3 ? 'engine' : head[0] === 2 ? 'stderr' : 'stdout';
        head = Buffer.alloc(0);
      }
    },
    /** Whether the bytes so far end in the middle of one. */
    isMidway: (): boolean => left > 0 || head.length > 0,
  };
}
