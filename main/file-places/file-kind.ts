import type { RemoteEntry } from '../../preload/contract/file-calls';

const typeMask = 0o170000;
const kinds: Record<number, RemoteEntry['kind']> = { 0o100000: 'file', 0o040000: 'folder', 0o120000: 'link' };

/** What its mode says that it is. */
export const kindOf = ({ mode }: { mode: number }): RemoteEntry['kind'] => kinds[mode & typeMask] ?? 'other';
