import { expect, it } from 'vitest';
import { compareVersions, featuresOf, isPythonFor, judgeVersion } from './version';

it('knows what each version can do', () => {
  const older = { jsonOutput: false, force: false, studies: false, overseer: false };
  const newer = { jsonOutput: true, force: true, studies: true, overseer: false };
  expect(featuresOf('2.6.0')).toEqual({ ...older, overseer: true });
  expect(featuresOf('2.7.2')).toEqual(older);
  expect(featuresOf('2.8.0rc1')).toEqual(newer);
  expect(featuresOf('2.10.0')).toEqual(newer);
  expect(featuresOf('3.0.0')).toEqual(newer);
  expect(Object.values(featuresOf(null))).toEqual([false, false, false, false]);
});

it.each([
  ['1.9.9', 'too-old'],
  ['2.5.2', 'too-old'],
  ['nonsense', 'too-old'],
  ['2.6.0', 'ok'],
  ['2.7.2', 'ok'],
  ['2.8.1', 'ok'],
  ['2.9.0+local', 'ok'],
  ['2.10.0', 'untested'],
  ['3.0.0', 'untested'],
])('judges %s as %s', (version, state) => {
  const verdict = judgeVersion(version);
  expect(verdict.state).toBe(state);
  expect(verdict.message).toContain(version);
  expect(verdict.hint === '').toBe(state === 'ok' && !/limits/.test(verdict.message));
});

it('says which limits the versions before 2.8 have', () => {
  expect(judgeVersion('2.7.2').message).toMatch(/limits: no studies/);
});

it('knows which Python fits', () => {
  const fits = (nvflare: string) =>
    ['3.9.1', '3.10.0', '3.12.4', '3.13.0', '3.14.2', '3.15.0'].map((python) => isPythonFor(python, nvflare));
  expect(fits('2.8.1')).toEqual([false, true, true, true, true, false]);
  expect(fits('2.7.2')).toEqual([false, true, true, false, false, false]);
});

it('sorts the newest first', () => {
  expect(['2.8.1', '2.10.0', '2.9.0'].toSorted(compareVersions)).toEqual(['2.10.0', '2.9.0', '2.8.1']);
});
