const largestBytes = 256 * 1024;

/** A small file as text for the wire. Rejects with a sentence when it is too large to be such a zip. */
export async function toBase64(file: File): Promise<string> {
  if (file.size > largestBytes)
    throw new Error(`${file.name} is too large: such a zip has some kilobytes. Choose another file.`);
  let text = '';
  for (const byte of new Uint8Array(await file.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}
