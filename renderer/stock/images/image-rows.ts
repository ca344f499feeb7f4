import type { Image } from '../../../preload/contract/images';
import type { OfHost } from '../use-host-lists';
import { shortId } from '../words';

export type ImageRow = OfHost<Image>;

type ImageUse = 'used' | 'unused' | 'dangling';

export const useWords = {
  used: { state: 'ok', label: 'Used' },
  unused: { state: 'off', label: 'Unused' },
  dangling: { state: 'attention', label: 'Untagged' },
} as const;

/** One that is used is not called dangling, whether it has a tag or not: it is needed. */
export function useOf({ tags, usedBy }: Image): ImageUse {
  if (usedBy.length > 0) return 'used';
  return tags.length === 0 ? 'dangling' : 'unused';
}

export const nameOf = ({ tags, id }: Image): string => tags[0] ?? shortId(id);
