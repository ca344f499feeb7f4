/** The font that comes with Fedwright. */
const bundled = "'JetBrains Mono Variable'";
/** For what a font lacks, and where there is none of its name. */
const fallback = 'ui-monospace, monospace';

/** Which font terminals are shown in: the one that comes along, the machine's own, or one that a person named. */
export type FontChoice = { kind: 'bundled' } | { kind: 'system' } | { kind: 'named'; name: string };

/** As CSS and the terminal take it. */
export function familyOf(font: FontChoice): string {
  if (font.kind === 'system') return fallback;
  return `${font.kind === 'bundled' ? bundled : quoted(font.name)}, ${fallback}`;
}

/** Resolves when the font can be drawn with: the one that comes along is read from the app when it is first used. */
export const whenLoaded = async (font: FontChoice, fontSize: number): Promise<unknown> =>
  document.fonts.load(`${fontSize}px ${familyOf(font)}`).catch(() => undefined);

/** How a font of this name is here. `uneven`: its letters are not of one width, and columns do not line up. */
export function lookFor(name: string): 'good' | 'uneven' | 'missing' {
  const own = quoted(name);
  // Behind a font that there is nobody sees what would stand in for it.
  const isThere = ['monospace', 'serif', 'sans-serif'].every(
    (other) => widthOf(probe, `${own}, ${other}`) === widthOf(probe, `${own}, monospace`),
  );
  if (!isThere) return 'missing';
  return widthOf('i', own) === widthOf('W', own) ? 'good' : 'uneven';
}

/** Letters that no two fonts give the same width. */
const probe = 'mmMMiillWW@#0123';

const quoted = (name: string): string => `"${name.replaceAll(/["\\]/g, '\\$&')}"`;

function widthOf(text: string, family: string): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 0;
  context.font = `72px ${family}`;
  return context.measureText(text).width;
}
