import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

  it('lists its calls, and says what each of them takes and answers', async () => {
    const all = await run('calls');
    expect(all.printed).toHaveLength(callNames().length);
    expect((await run('calls', 'ca')).printed).toContainEqual(
      expect.stringMatching(/^ca\.export +ca\.manage$/),
    );
    for (const name of callNames()) expect(await run('calls', name), name).toMatchObject({ exitCode: 0 });
    expect((await run('calls', 'provisioning.start')).printed[0]).toMatchObject({
      permission: 'provisioning.run',
      input: { type: 'object', required: expect.arrayContaining(['projectId']) },
    });
    expect((await run('calls', 'hosts.list')).printed[0]).toMatchObject({ call: 'hosts.list', input: null });
    expect((await run('calls', 'hosts.setSecret')).printed[0]).toMatchObject({ onlyFromStdin: 'value' });
    const lacking = await run('call', 'hosts.create', '--data', data);
    expect(lacking.printed).toMatchObject([{ hint: 'Run "fedwright calls hosts.create" to see which.' }]);
    expect(await run('calls', 'conjure')).toMatchObject({ exitCode: 2, printed: [{ code: 'INVALID' }] });
  });

  it('says what is wrong with a file as a whole without an empty field', async () => {
    const file = path.join(folder, 'none.yml');
    writeFileSync(file, 'a;b;c\n');
    const { printed } = await run('provision', file, '--out', path.join(folder, 'none'), '--data', data);
    expect(printed[0]).toMatchObject({ code: 'INVALID', hint: expect.stringMatching(/^The file holds no/) });
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
