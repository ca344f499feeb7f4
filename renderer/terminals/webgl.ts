import { WebglAddon } from '@xterm/addon-webgl';
import type { Terminal as Xterm } from '@xterm/xterm';
import { usePreferences } from './preferences';

/**
 * Lets the GPU draw a terminal that is shown, until the returned function is called. Where there is no GPU, or it is
 * taken away, the screen is drawn by the page itself.
 */
export function drawByGpu(xterm: Xterm): () => void {
  const { gpu } = usePreferences.getState();
  if (gpu === 'never' || (gpu === 'auto' && !hasGpu())) return () => {};
  let addon: WebglAddon | null = new WebglAddon();
  const drop = () => {
    if (!addon) return;
    const canvases = [...(xterm.element?.querySelectorAll<HTMLCanvasElement>('.xterm-screen canvas') ?? [])];
    addon.dispose();
    addon = null;
    canvases.forEach(giveBack);
  };
  addon.onContextLoss(drop);
  try {
    xterm.loadAddon(addon);
  } catch {
    // No WebGL at all.
    drop();
  }
  return drop;
}

/**
 * The addon leaves the context of its canvas to be collected some day (xterm#6068). A page has about sixteen, and when
 * there are more the oldest are taken away, which may be those of terminals that are looked at.
 */
function giveBack(canvas: HTMLCanvasElement): void {
  canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
}

let gpu: boolean | undefined;

/** Not where the processor would do the work of one: it draws a page with less of it. Asked once. */
function hasGpu(): boolean {
  gpu ??= askForGpu();
  return gpu;
}

function askForGpu(): boolean {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  // Not every Chromium takes its own renderer in software for a caveat.
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(info ? context.getParameter(info.UNMASKED_RENDERER_WEBGL) : '');
  giveBack(canvas);
  return !/swiftshader|llvmpipe|software|basic render/i.test(renderer);
}
