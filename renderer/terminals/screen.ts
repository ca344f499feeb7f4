import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal as Xterm } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { cleanPaste, mayPaste } from './ask-paste';
import { calm } from './calm';
import { familyOf, whenLoaded } from './fonts';
import { linkHint, openLink } from './open-link';
import { isForPage } from './own-keys';
import { usePreferences } from './preferences';
import { currentTheme, onThemeChange } from './theme';
import { drawByGpu } from './webgl';

/** What draws a terminal. It lives on while its pane is not shown, and costs the GPU nothing then. */
export function createScreen() {
  const element = document.createElement('div');
  element.className = 'h-full w-full';
  const hints = {
    hover: (_event: MouseEvent, address: string) => (element.title = linkHint(address)),
    leave: () => element.removeAttribute('title'),
  };
  const xterm = new Xterm({
    ...{ allowProposedApi: true, cursorBlink: false, macOptionIsMeta: true, theme: currentTheme() },
    ...{ minimumContrastRatio: 4.5, linkHandler: { activate: openLink, ...hints } },
    ...screenOptions(),
  });
  element.addEventListener('paste', (event) => askBeforePaste(event, xterm), true);
  // What is selected is none of the page's own text, so only this tells the menus that there is something to copy.
  element.addEventListener('beforecopy', (event) => xterm.hasSelection() && event.preventDefault());
  const fit = new FitAddon();
  const search = new SearchAddon();
  for (const addon of [fit, search, new Unicode11Addon(), new WebLinksAddon(openLink, hints)])
    xterm.loadAddon(addon);
  xterm.unicode.activeVersion = '11';
  xterm.attachCustomKeyEventHandler((event) => !isForPage(event));
  let leaveGpu = () => {};
  const stops = [
    onThemeChange(() => (xterm.options.theme = currentTheme())),
    usePreferences.subscribe((now, before) => {
      Object.assign(xterm.options, screenOptions());
      // Text of another size makes other rows and columns of the same room.
      if (now.fontSize !== before.fontSize || now.font !== before.font) fitTo(xterm, fit);
      if (now.font !== before.font) void measureLoaded(xterm, fit);
      if (now.gpu === before.gpu || !element.isConnected) return;
      leaveGpu();
      leaveGpu = drawByGpu(xterm);
    }),
  ];
  return {
    xterm,
    element,
    search,
    /** Shows it in a place of the page, until the returned function is called. */
    showIn(place: HTMLElement): () => void {
      place.append(element);
      if (!xterm.element) {
        xterm.open(element);
        calm(xterm);
      }
      leaveGpu = drawByGpu(xterm);
      fitTo(xterm, fit);
      void measureLoaded(xterm, fit);
      const observer = new ResizeObserver(() => fitTo(xterm, fit));
      observer.observe(place);
      return () => {
        observer.disconnect();
        leaveGpu();
        element.remove();
      };
    },
    fit: () => fitTo(xterm, fit),
    dispose(): void {
      for (const stop of stops) stop();
      leaveGpu();
      xterm.dispose();
    },
  };
}

/** Before the terminal sees it, which would type it at once. */
function askBeforePaste(event: ClipboardEvent, xterm: Xterm): void {
  event.preventDefault();
  event.stopPropagation();
  const text = cleanPaste(event.clipboardData?.getData('text/plain') ?? '');
  const isBracketed = xterm.modes.bracketedPasteMode;
  void mayPaste(text, isBracketed).then((may) => {
    if (may) xterm.paste(text);
    xterm.focus();
  });
}

function screenOptions() {
  const { scrollback, fontSize, font, screenReader } = usePreferences.getState();
  return { scrollback, fontSize, fontFamily: familyOf(font), screenReaderMode: screenReader };
}

/** A font that was not there yet was measured as the one that stood in for it. */
async function measureLoaded(xterm: Xterm, fit: FitAddon): Promise<void> {
  const { font, fontSize } = usePreferences.getState();
  const family = familyOf(font);
  if (document.fonts.check(`${fontSize}px ${family}`)) return;
  await whenLoaded(font, fontSize);
  if (xterm.options.fontFamily !== family) return;
  // It measures when the name is another one.
  xterm.options.fontFamily = 'monospace';
  xterm.options.fontFamily = family;
  fitTo(xterm, fit);
}

/** A pane that is being made or taken away has no size for a moment. */
function fitTo(xterm: Xterm, fit: FitAddon): void {
  const size = fit.proposeDimensions();
  if (size && size.cols >= 2 && size.rows >= 1 && xterm.element?.isConnected) fit.fit();
}
