import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callNames } from './calls';
import type { Output } from './output';
import { runProgram } from './program';

const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-program-'));
const data = path.join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command and gives what it printed. */
async function run(...args: string[]) {
  const printed: unknown[] = [];
  const said: string[] = [];
  const out: Output = {
    print: (value) => printed.push(value),
    printLine: (line) => printed.push(line),
    say: (line) => said.push(line),
    sayText: (text) => said.push(text),
  };
  return { exitCode: await runProgram(args, out), printed, said };
}

describe('the command line', () => {
  it.each([
    [['conjure']],
    [[]],
    [['validate']],
    [['validate', 'a.yml', '--fast']],
    [['provision', 'a.yml']],
    [['nvflare', 'remove']],
    [['serve', '--port', 'eighty', '--data', data]],
    [['call', 'projects.conjure', '--data', data]],
    [['call', 'hosts.create', '--data', data]],
    [['calls', 'conjure']],
    [['call', 'projects.list', '{limit}', '--data', data]],
    [['call', 'projects.get', '{"projectId": 3}', '--data', data]],
    [['call', 'terminals.open', '{"cols": 80}', '--data', data]],
  ])('answers %j with exit code 2 and one JSON object', async (args) => {
    const { exitCode, printed } = await run(...args);
    expect(exitCode).toBe(2);
    expect(printed).toEqual([
      { code: 'INVALID', message: expect.any(String), hint: expect.any(String), data: expect.any(Object) },
    ]);
  });

  it('says which calls there are, and what each takes', async () => {
    expect((await run('calls')).printed).toEqual([callNames().join('\n')]);
    expect((await run('calls', 'forwards')).printed).toEqual([
      ['list', 'watch', 'open', 'close'].map((call) => `forwards.${call}`).join('\n'),
    ]);
    const about = async (name: string) =>
      JSON.parse(String((await run('calls', name)).printed[0])) as unknown;
    expect(await about('hosts.create')).toMatchObject({
      permission: 'hosts.manage',
      input: { type: 'object', required: ['name', 'kind', 'address', 'username'] },
    });
    expect(await about('hosts.list')).toMatchObject({ call: 'hosts.list', input: null });
    expect(await about('hosts.setSecret')).toMatchObject({ onlyFromStdin: 'value' });
    for (const name of callNames()) expect(await about(name)).toMatchObject({ call: name });
    const lacking = await run('call', 'hosts.create', '--data', data);
    expect(lacking.printed).toMatchObject([{ hint: 'Run "fedwright calls hosts.create" to see which.' }]);
  });

  it('takes --data before and after the command', async () => {
    expect((await run('--data', data, 'call', 'host.describe')).printed[0]).toMatchObject({
      dataDirectory: data,
    });
    expect((await run('call', 'host.describe', '--data', data)).printed[0]).toMatchObject({
      dataDirectory: data,
    });
  });

  it('says what is not there with exit code 4', async () => {
    expect(await run('validate', path.join(folder, 'no.yml'), '--data', data)).toMatchObject({ exitCode: 4 });
    const missing = await run('call', 'projects.get', '{"projectId": "none"}', '--data', data);
    expect(missing).toMatchObject({ exitCode: 4, printed: [{ code: 'NOT_FOUND' }] });
  });

  it('saves what comes by a link, as nobody could follow it later, and replaces nothing', async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      const { exitCode, printed } = await run('call', 'audit.export', '--data', data);
      expect({ exitCode, printed }).toMatchObject({ exitCode: 0, printed: [{ url: null }] });
      const { savedTo } = printed[0] as { savedTo: string };
      expect(path.dirname(savedTo)).toBe(process.cwd());
      expect(statSync(savedTo).mode & 0o777).toBe(0o600);
      expect(await run('call', 'audit.export', '--data', data)).toMatchObject({
        exitCode: 4,
        printed: [{ code: 'CONFLICT' }],
      });
    } finally {
      process.chdir(before);
    }
  });

  it('takes a path where a page passes the id of one that was chosen', async () => {
    const missing = await run(
      'call',
      'kits.exportFolder',
      '{"kitIds": ["none"], "grantId": "."}',
      '--data',
      data,
    );
    expect(missing).toMatchObject({ exitCode: 4, printed: [{ message: 'This kit does not exist.' }] });
    const python = await run('call', 'runtime.choose', '{"grantId": "no-such-python"}', '--data', data);
    expect(python).toMatchObject({
      exitCode: 2,
      printed: [{ message: expect.stringContaining('no-such-python') }],
    });
  });

  it('helps', async () => {
    const { exitCode, printed } = await run('--help');
    expect(exitCode).toBe(0);
    expect(String(printed[0])).toContain('provision');
  });

  it('knows every call of the contract', () => {
    expect(callNames()).toContain('provisioning.start');
    expect(callNames().every((name) => /^[a-zA-Z]+\.[a-zA-Z]+$/.test(name))).toBe(true);
  });
});
