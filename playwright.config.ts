import { defineConfig } from '@playwright/test';

const required = process.env['FEDWRIGHT_REQUIRE_PEERS'] === '1';
/** Specs that need no page, or only one door's. */
const once = [
  '**/cli.spec.ts',
  '**/federation.spec.ts',
  '**/power-loss.spec.ts',
  '**/moved-versions.spec.ts',
];
const pictures = '**/screenshots.spec.ts';
const packaged = '**/packaged.spec.ts';
const onlyWindow = '**/*.window.spec.ts';
const onlyBrowser = '**/*.browser.spec.ts';

// Each test has its own app and data directory, so that any can run beside any other.
export default defineConfig<{ host: 'electron' | 'web' }>({
  testDir: 'e2e',
  outputDir: '.cache/e2e',
  globalSetup: './e2e/global-setup.ts',
  // One more than the processors of a small machine: many tests wait for what takes its time.
  workers: 3,
  fullyParallel: true,
  forbidOnly: required,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['html', { outputFolder: '.cache/e2e-report', open: 'never' }]],
  projects:
    process.env['UPDATE_PICTURES'] === '1'
      ? [{ name: 'pictures', use: { host: 'web' }, testMatch: pictures }]
      : [
          // What takes longest is begun first, so that no worker is left with it alone in the end.
          { name: 'packaged', testMatch: packaged },
          {
            name: 'electron',
            use: { host: 'electron' },
            testIgnore: [...once, pictures, packaged, onlyBrowser],
          },
          { name: 'command line', testMatch: once },
          { name: 'web', use: { host: 'web' }, testIgnore: [...once, pictures, packaged, onlyWindow] },
        ],
});
