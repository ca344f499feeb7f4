import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

/** The rules whose answer is another one in another theme. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on the page that a person could not get past: in the light theme, and what colours have to do with
 * also in the dark one. The app has to follow the system.
 */
export async function seriousInBothThemes(page: Page): Promise<string[]> {
  await follow(page, 'light');
  const light = await seriousFindings(page);
  await follow(page, 'dark');
  const dark = await seriousFindings(page, ofColours);
  return [...light, ...dark.map((finding) => `${finding} (dark)`)];
}

async function follow(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
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

async function analyze(page: Page, rules: string[]): Promise<string[]> {
  // Legacy mode, because the window opens no second page for axe to work in.
  // Only what is amiss is described: naming each place where all is well took most of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (rules.length > 0 ? axe.withRules(rules) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary}`),
    );
}
