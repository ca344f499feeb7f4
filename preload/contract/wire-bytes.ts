/** Tells bytes from other text in what doors send as JSON; up to 20 are the RPC library's own. */
export const bytesInJson = 21;

/** Whether an event of a stream carries bytes, which a channel that copies objects takes as they are. */
export function carriesBytes(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null || !('data' in payload)) return false;
  const { json } = Object(payload.data) as { json?: unknown };
  return typeof json === 'object' && json !== null && 'bytes' in json && json.bytes instanceof Uint8Array;
}
