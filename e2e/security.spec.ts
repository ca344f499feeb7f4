import { expect, test } from './fixtures/test';

test('the page runs under strict rules', async ({ app }) => {
  const { page } = app;
  const headers = await page.evaluate(async () =>
    Object.fromEntries((await fetch(location.pathname)).headers),
  );
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    const image = document.createElement('img');
    image.setAttribute('onerror', 'window.injected = true');
    image.src = 'data:image/png;base64,broken';
    document.body.append(image);
    return new Promise((resolve) => {
      image.addEventListener('error', () => setTimeout(() => resolve('injected' in window)));
    });
  });
  expect(ran).toBe(false);
  const globals = await page.evaluate(() =>
    ['require', 'process', 'Buffer', 'module', 'electron', 'ipcRenderer'].filter((name) => name in window),
  );
  expect(globals).toEqual([]);
});
