import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { appId } from './app-id';

it('is the one that the packages are made with', () => {
  expect(parse(readFileSync('electron-builder.yml', 'utf8'))).toMatchObject({ appId });
});
