import { joinBytes } from './bytes';

const escape = 0x1b;
const bell = 0x07;
/** A sequence longer than this is not followed any further; the next one is. */
const longest = 4096;

/** Whether the first of these bytes, an escape, begins a sequence that is complete. Strings end by one of their own. */
function isComplete(bytes: Uint8Array): boolean {
  const kind = bytes[1];
  if (kind === undefined) return false;
  // A string: of a title, a link, a picture. It ends by ESC \, or if it is an operating system command, by a bell.
  if ('PX^_'.includes(String.fromCharCode(kind))) return false;
  if (kind === 0x5d) return bytes.includes(bell, 2);
  const firstFinal = kind === 0x5b ? 0x40 : 0x30;
  return bytes.subarray(kind === 0x5b ? 2 : 1).some((byte) => byte >= firstFinal && byte <= 0x7e);
}

/** One of the controls U+0080 to U+009F, of which some begin a sequence without an escape. */
function hasOtherControl(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0xc2); at >= 0; at = bytes.indexOf(0xc2, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined || (next >= 0x80 && next <= 0x9f)) return true;
  }
  return false;
}

/**
 * Follows the output of a program just enough to know where something can be put in between: not inside of a control
 * sequence, nor of a character. Returns what takes the next bytes and says whether they end at such a place; where it
 * cannot be known for sure, they do not.
 */
export function createSequenceTracker(): (bytes: Uint8Array) => boolean {
  let open: Uint8Array | null = null;
  let isKnown = true;
  return (bytes) => {
    const last = bytes.lastIndexOf(escape);
    const tail: Uint8Array | null = last >= 0 ? bytes.subarray(last) : open && joinBytes([open, bytes]);
    if (last >= 0) isKnown = true;
    if (hasOtherControl(tail && last >= 0 ? tail : bytes)) isKnown = false;
    open = tail && !isComplete(tail) ? tail : null;
    if (open && open.length > longest) {
      open = null;
      isKnown = false;
    }
    return isKnown && open === null && (bytes.at(-1) ?? 0) < 0x80;
  };
}
