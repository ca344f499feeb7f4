import path from 'node:path';
import { root } from './fixtures/paths';
import { expect, test } from './fixtures/test';
import { provisionSample, visitPages } from './pages/every-page';

// The pictures of the README and the docs: `UPDATE_PICTURES=1 npm run e2e`.
for (const theme of ['light', 'dark'] as const)
  test(`pictures of every page, ${theme}`, async ({ app: { page }, cli }) => {
    test.setTimeout(180_000);
    await cli.call('settings.update', { theme });
    const ids = await provisionSample(cli);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await visitPages(page, ids, async (name) => {
      await page.screenshot({
        path: path.join(root, 'docs', 'pictures', `${name}-${theme}.png`),
        animations: 'disabled',
        caret: 'hide',
      });
    });
  });
