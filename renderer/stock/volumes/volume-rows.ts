import type { Volume } from '../../../preload/contract/volumes';
import type { OfHost } from '../use-host-lists';

/** With its size, once the engine has measured it: it is asked for that less often. */
export type VolumeRow = OfHost<Volume> & { id: string; sizeBytes: number | null };

export type VolumeUse = 'used' | 'unused';
export const useWords = {
  used: { state: 'ok', label: 'Used' },
  unused: { state: 'off', label: 'Unused' },
} as const;
export const useOf = ({ usedBy }: Pick<Volume, 'usedBy'>): VolumeUse =>
  usedBy.length > 0 ? 'used' : 'unused';
