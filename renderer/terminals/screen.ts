import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal as Xterm } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { isMod } from '../ui/shortcuts';
import { mayPaste } from './ask-paste';
import { openLink } from './open-link';
import { usePreferences } from './preferences';
import { currentTheme, onThemeChange } from './theme';

/** What draws a terminal. It lives on while its pane is not shown, and costs the GPU nothing then. */
export function createScreen() {
  const xterm = new Xterm({
    ...{ allowProposedApi: true, cursorBlink: false, macOptionIsMeta: true, theme: currentTheme() },
    ...{ fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace", minimumContrastRatio: 4.5 },
    linkHandler: { activate: (event, address) => openLink(event, address) },
    ...screenOptions(),
  });
  const element = document.createElement('div');
  element.className = 'h-full w-full';
  element.addEventListener('paste', (event) => askBeforePaste(event, xterm), true);
  const fit = new FitAddon();
  const search = new SearchAddon();
  for (const addon of [fit, search, new Unicode11Addon(), new WebLinksAddon(openLink)])
    xterm.loadAddon(addon);
  xterm.unicode.activeVersion = '11';
  xterm.attachCustomKeyEventHandler(isForShell);
  const stops = [
    onThemeChange(() => (xterm.options.theme = currentTheme())),
    usePreferences.subscribe(() => Object.assign(xterm.options, screenOptions())),
  ];
  let webgl: WebglAddon | null = null;
  const dropWebgl = () => {
    webgl?.dispose();
    webgl = null;
  };
  return {
    xterm,
    element,
    search,
    /** Shows it in a place of the page, until the returned function is called. */
    showIn(place: HTMLElement): () => void {
      place.append(element);
      if (!xterm.element) xterm.open(element);
      webgl = loadWebgl(xterm, dropWebgl);
      fitTo(xterm, fit);
      const observer = new ResizeObserver(() => fitTo(xterm, fit));
      observer.observe(place);
      return () => {
        observer.disconnect();
        dropWebgl();
        element.remove();
      };
    },
    fit: () => fitTo(xterm, fit),
    dispose(): void {
      for (const stop of stops) stop();
      dropWebgl();
      xterm.dispose();
    },
  };
}

/** Before the terminal sees it, which would type it at once. */
function askBeforePaste(event: ClipboardEvent, xterm: Xterm): void {
  event.preventDefault();
  event.stopPropagation();
  const text = event.clipboardData?.getData('text/plain') ?? '';
  const isBracketed = xterm.modes.bracketedPasteMode;
  void mayPaste(text, isBracketed).then((may) => {
    if (may) xterm.paste(text);
    xterm.focus();
  });
}

function screenOptions() {
  const { scrollback, fontSize, screenReader } = usePreferences.getState();
  return { scrollback, fontSize, screenReaderMode: screenReader };
}

/** A pane that is being made or taken away has no size for a moment. */
function fitTo(xterm: Xterm, fit: FitAddon): void {
  const size = fit.proposeDimensions();
  if (size && size.cols >= 2 && size.rows >= 1 && xterm.element?.isConnected) fit.fit();
}

/** Where there is no GPU, or it is taken away, the screen is drawn by the page itself. */
function loadWebgl(xterm: Xterm, drop: () => void): WebglAddon | null {
  if (!hasGpu()) return null;
  try {
    const addon = new WebglAddon();
    addon.onContextLoss(drop);
    xterm.loadAddon(addon);
    return addon;
  } catch {
    return null;
  }
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
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|software|basic render/i.test(renderer);
}

/** Keys that are the page's: what is copied, pasted and searched by, and the ways out of the terminal. */
function isForShell(event: KeyboardEvent): boolean {
  if (event.key === 'F6') return false;
  if (isMod(event) && event.key === '`') return false;
  return !(isMod(event) && event.shiftKey && ['c', 'v', 'f'].includes(event.key.toLowerCase()));
}
