import { showName } from '../file-places/remote-path';

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name of another machine as that of one entry of this one: what it cannot have is written as in a list. Null for
 * what would lead elsewhere.
 */
export function localName(name: Buffer): string | null {
  const text = showName(name);
  if (text === '' || text === '.' || text === '..' || text.includes('/')) return null;
  if (process.platform !== 'win32') return text;
  return reserved.test(text) ? `_${text}` : text.replaceAll(/[<>:"\\|?*]/g, '_').replace(/[. ]$/, '_');
}
