const header = 8;

/**
 * Takes what a command in a container writes apart into its two streams: each frame is
 * `[1 or 2, 0, 0, 0, length as u32]` and so many bytes.
 */
export async function* readFrames(
  stream: AsyncIterable<Buffer>,
): AsyncGenerator<{ from: 'stdout' | 'stderr'; piece: Buffer }> {
  let head = Buffer.alloc(0);
  let left = 0;
  let from: 'stdout' | 'stderr' = 'stdout';
  for await (const chunk of stream) {
    let at = 0;
    while (at < chunk.length) {
      if (left === 0) {
        const rest = chunk.subarray(at, at + header - head.length);
        head = Buffer.concat([head, rest]);
        at += rest.length;
        if (head.length < header) break;
        left = head.readUInt32BE(4);
        from = head[0] === 2 ? 'stderr' : 'stdout';
        head = Buffer.alloc(0);
      } else {
        const piece = chunk.subarray(at, at + left);
        at += piece.length;
        left -= piece.length;
        yield { from, piece };
      }
    }
  }
}
