import type { Terminal as Xterm } from '@xterm/xterm';

interface Core {
  _selectionService?: { refresh?: (byMouse?: boolean) => void };
  _syncTextArea?: () => void;
}

/**
 * Keeps an open terminal from work that nobody sees and that makes up most of a flood where the page draws. There is
 * no public way to say so: in a version of xterm that is made otherwise it works more again, and that is all, which
 * `e2e/terminal-calm.browser.spec.ts` finds out.
 */
export function calm(xterm: Xterm): void {
  const core = (xterm as unknown as { _core?: Core })._core;
  if (!core) return;
  calmSelection(xterm, core);
  calmTextArea(xterm, core);
}

/** It is drawn again with every line that scrolls, and all rows with it, also when nothing is selected (xterm#4633). */
function calmSelection(xterm: Xterm, { _selectionService: service }: Core): void {
  const refresh = service?.refresh?.bind(service);
  if (!service || !refresh) return;
  let isDrawn = false;
  service.refresh = (byMouse) => {
    const isSelected = byMouse === true || xterm.hasSelection();
    if (isSelected || isDrawn) refresh(byMouse);
    isDrawn = isSelected;
  };
}

/** It follows the cursor, which lays out the page, also while what the cursor does is not drawn. */
function calmTextArea(xterm: Xterm, core: Core): void {
  const follow = core._syncTextArea?.bind(core);
  if (!follow) return;
  core._syncTextArea = () => {
    if (!xterm.modes.synchronizedOutputMode) follow();
  };
  xterm.onRender(follow);
}
