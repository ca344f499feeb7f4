import path from 'node:path';
import { type WebContents, nativeImage } from 'electron';
import type { DragOut } from '../ports';

/**
 * Drags of the operating system out of one window. The files must exist already, and nothing tells when the
 * drop is done (electron#35852), so whoever staged them keeps them for a while.
 */
export function createDragOut(contents: WebContents, resources: string): DragOut {
  // macOS starts no drag without a picture.
  const icon = nativeImage.createFromPath(path.join(resources, 'icons', 'icon-32.png'));
  return {
    start(paths) {
      const [file] = paths;
      if (file === undefined || contents.isDestroyed()) return;
      contents.startDrag(paths.length > 1 ? { file, files: paths, icon } : { file, icon });
    },
  };
}
