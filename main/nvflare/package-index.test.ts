import { expect, it } from 'vitest';
import { readPackageIndex } from './package-index';
import { createTestSettings } from './test-bench';

const packageIndexUrl = 'https://packages.example.org/simple';

it('leaves pip to its own configuration when no index is set', async () => {
  expect(await readPackageIndex(createTestSettings())).toMatchObject({ env: {}, name: 'PyPI' });
});

it('gives user and password to pip, and shows them to nobody', async () => {
  const index = await readPackageIndex(createTestSettings({ packageIndexUrl, packageIndexUser: 'reader' }));
  expect(index.env).toEqual({ PIP_INDEX_URL: 'https://reader:p%40ss%20word@packages.example.org/simple' });
  expect(index.name).toBe(packageIndexUrl);
  const line = `Looking in indexes: ${index.env['PIP_INDEX_URL']} p@ss word`;
  expect(index.conceal(line)).toBe(
    'Looking in indexes: https://reader:••••@packages.example.org/simple ••••',
  );
});

it('asks the keychain for nothing when there is no user', async () => {
  const settings = createTestSettings({ packageIndexUrl });
  settings.packageIndexPassword = () => Promise.reject(new Error('not needed'));
  expect((await readPackageIndex(settings)).env).toEqual({ PIP_INDEX_URL: packageIndexUrl });
});
