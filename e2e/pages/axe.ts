import { type Frame, type Page, expect } from '@playwright/test';
import axeCore from 'axe-core';

/** The rules whose answer is another one in another theme. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on the page that a person could not get past: in the theme that it has, and what colours have to do
 * with also in the other one, which it is left in. The app has to follow the system.
 */
export async function seriousInBothThemes(page: Page): Promise<string[]> {
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-theme', /^(light|dark)$/);
  const now = await html.getAttribute('data-theme');
  const other = now === 'light' ? 'dark' : 'light';
  const here = await seriousFindings(page);
  await page.emulateMedia({ colorScheme: other });
  await expect(html).toHaveAttribute('data-theme', other);
  const there = await seriousFindings(page, ofColours);
  return [
    ...here.map((finding) => `${finding} (${now})`),
    ...there.map((finding) => `${finding} (${other})`),
  ];
}

/** Looks at a page again that has changed while it was looked at, so many times. */
const looks = 3;

/** What axe finds on the page, as it is, that a person could not get past; of some rules only, if named. */
export async function seriousFindings(page: Page, rules: string[] = []): Promise<string[]> {
  for (let look = 1; ; look += 1) {
    const began = await watchAnimations(page);
    const found = await analyze(page, rules);
    // A text that has begun to fade meanwhile, such as a note whose time is over, had no contrast for a moment.
    if (found.length === 0 || look === looks || !(await began())) return found;
  }
}

/** Waits for what moves, and gives how to find out whether something has begun to move since. */
async function watchAnimations(page: Page): Promise<() => Promise<boolean>> {
  // What appears must have appeared: a fading text has no contrast. What blinks or turns for ever never ends.
  await page.waitForFunction(
    () =>
      document
        .getAnimations()
        .every(
          ({ effect, playState }) =>
            playState !== 'running' || effect?.getComputedTiming().endTime === Infinity,
        ),
    null,
    // Not with each frame: a window that nobody sees has none.
    { polling: 50 },
  );
  const seen = await page.evaluateHandle(() => {
    const state = { began: false };
    for (const type of ['transitionrun', 'animationstart'])
      document.addEventListener(type, () => (state.began = true), { capture: true, once: true });
    return state;
  });
  return () => seen.evaluate(({ began }) => began);
}

interface Colour {
  r: number;
  g: number;
  b: number;
  alpha: number;
  parseString(text: string): Colour;
}

/** axe as it is in the page, with the rules and what it knows of colours: what is not in its types. */
interface Axe extends Pick<typeof axeCore, 'run'> {
  _audit: { rules: { id: string; impact: axeCore.ImpactValue | null }[] };
  commons: { color: { Color: { prototype: Colour } } };
}

/**
 * By axe itself and not by its builder for Playwright, which puts the whole of axe into the page four times for each
 * look at it.
 */
async function analyze(page: Page, only: string[]): Promise<string[]> {
  for (const frame of page.frames()) await provideAxe(frame);
  return page.evaluate(async (named) => {
    const { axe } = window as unknown as { axe: Axe };
    const { rules } = axe._audit;
    // All that a rule finds has the rule's own impact: of one with a lesser impact nothing would be told.
    const unrated = rules.filter(({ impact }) => !impact).map(({ id }) => id);
    if (unrated.length > 0) throw new Error(`axe has rules without an impact: ${unrated.join(', ')}`);
    const isSerious = (impact: unknown) => impact === 'serious' || impact === 'critical';
    const lesser = rules.filter(({ impact }) => !isSerious(impact)).map(({ id }) => id);
    const { violations } = await axe.run(document, {
      // Only what is amiss is described: naming each place where all is well took most of the time.
      resultTypes: ['violations'],
      rules: Object.fromEntries(lesser.map((id) => [id, { enabled: false }])),
      ...(named.length > 0 ? { runOnly: { type: 'rule', values: named } } : {}),
    });
    return violations
      .filter(({ impact }) => isSerious(impact))
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
      );
  }, only);
}

/** Until it is loaded anew, a page keeps the axe that it was given. */
async function provideAxe(frame: Frame): Promise<void> {
  if (await frame.evaluate(() => 'axe' in window)) return;
  await frame.evaluate(axeCore.source);
  await frame.evaluate(rememberColours);
}

/** A page has a few dozen colours, which axe takes apart thousands of times: a fifth of all that it did. In the page. */
function rememberColours(): void {
  const { prototype } = (window as unknown as { axe: Axe }).axe.commons.color.Color;
  const takeApart = prototype.parseString;
  const known = new Map<string, Pick<Colour, 'r' | 'g' | 'b' | 'alpha'>>();
  prototype.parseString = function (this: Colour, text) {
    const before = known.get(text);
    if (before) return Object.assign(this, before);
    takeApart.call(this, text);
    const { r, g, b, alpha } = this;
    known.set(text, { r, g, b, alpha });
    return this;
  };
}
