import type { Plan } from './ground';
import type { HostLook } from './host-kit';
import type { KitContent } from './kit-content';
import type { FoundPython } from './python';

/** What deploying to a folder would do, out of what was seen there. */
export function previewOf({
  seen,
  content,
  python,
  target,
}: {
  seen: HostLook;
  content: KitContent;
  python: FoundPython | null;
  target: string;
}): Plan {
  const run = Number(seen.deployed?.split(' ')[1]);
  return {
    target,
    ports: content.ports,
    files: filesOf(content),
    sizeBytes: content.sizeBytes,
    replaces: seen.there === 'nothing' ? 'nothing' : seen.deployed === null ? 'other' : 'kit',
    replacedRun: seen.deployed !== null && Number.isInteger(run) ? run : null,
    running: seen.running,
    edits: seen.edits(content),
    data: seen.data,
    freeBytes: seen.freeBytes,
    python: python?.python ?? null,
    nvflare: python?.nvflare ?? null,
    notes: [
      ...seen.notes,
      ...(python ? [] : ['No Python with NVFlare was found there. It can be deployed, but not started.']),
      ...(seen.freeBytes !== null && seen.freeBytes < 2 * content.sizeBytes + 1e6
        ? ['There is very little room on that disk.']
        : []),
    ],
  };
}

export const filesOf = ({ files }: KitContent): Plan['files'] =>
  files.map(({ path, content, mode }) => ({
    ...{ path, sizeBytes: content.length, mode: mode.toString(8).padStart(4, '0') },
  }));
