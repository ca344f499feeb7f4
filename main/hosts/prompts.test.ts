import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { type CodeAccount, makeCodeAccount } from '../../e2e/servers/one-time-code';
import { type Account, type Sshd, startSshd } from '../../e2e/servers/sshd';
import type { HostPrompt } from '../../preload/contract/host-prompts';
import type { HostSettings } from '../../preload/contract/hosts';
import { openMachines, settingsOf } from './test-machines';

const missing =
  (!existsSync('/usr/sbin/sshd') || process.getuid?.() !== 0) &&
  process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('questions of a real sshd with PAM', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  async function open(account: Account, change: Partial<HostSettings>, config: string[] = []) {
    const sshd: Sshd = await startSshd(config, account);
    const machines = await openMachines();
    ends.push(sshd.end, machines.close);
    const { hosts } = machines;
    const settings = settingsOf(sshd, { auth: 'keyboard-interactive', ...change });
    const { id } = await hosts.create({ ...settings, keyGrantId: sshd.keyFile });
    await hosts.trustKey(id, { fingerprint256: sshd.fingerprint256, replace: false, by: 'tester' });
    return { sshd, id, ...machines };
  }

  function codes(): CodeAccount {
    const made = makeCodeAccount('flare-operator', 'a password of it');
    ends.push(made.end);
    return made;
  }

  /** Someone who is there, and answers each question by what is asked. */
  function person(hosts: Awaited<ReturnType<typeof open>>['hosts'], answer: (text: string) => string | null) {
    const asked: HostPrompt[] = [];
    const away = new AbortController();
    ends.push(() => away.abort());
    const watching = (async () => {
      for await (const { prompts } of hosts.prompts.watch(away.signal))
        for (const prompt of prompts) {
          if (asked.some(({ promptId }) => promptId === prompt.promptId)) continue;
          asked.push(prompt);
          const answers = prompt.prompts.map(({ text }) => answer(text));
          if (answers.includes(null)) hosts.prompts.cancel(prompt.promptId);
          else hosts.prompts.answer(prompt.promptId, answers as string[]);
        }
    })();
    return { asked, watching, leave: () => away.abort() };
  }

  test('are put to a person round by round, and the answers are kept nowhere', async () => {
    const { account, nextCode } = codes();
    const { hosts, id, secrets } = await open(account, {});
    const { asked } = person(hosts, (text) => (/one-time/i.test(text) ? nextCode() : account.password));
    expect((await hosts.connect(id)).connection.state).toBe('open');
    const texts = asked.flatMap(({ prompts }) => prompts);
    expect(texts.map(({ text }) => text).join('\n')).toMatch(/Password:[\s\S]*One-time password/);
    expect(texts[0]).toMatchObject({ echo: false });
    expect(JSON.stringify(asked)).toContain('two answers');
    expect(secrets.names()).toEqual([]);
    expect((await hosts.access.exec(id, ['id', '-un'])).stdout.toString()).toBe('flare-operator\n');
  });

  test('a password that is kept answers a lone hidden prompt, and only the code is asked for', async () => {
    const { account, nextCode } = codes();
    const { hosts, id } = await open(account, { auth: 'password' }, ['PasswordAuthentication no']);
    await hosts.setSecret({ hostId: id, kind: 'password', value: account.password });
    const { asked } = person(hosts, () => nextCode());
    expect((await hosts.connect(id)).connection.state).toBe('open');
    expect(asked.flatMap(({ prompts }) => prompts.map(({ text }) => text))).toEqual([
      expect.stringMatching(/one-time/i),
    ]);
  });

  test('a second factor is asked for after the key', async () => {
    const { account, nextCode } = codes();
    const config = ['AuthenticationMethods publickey,keyboard-interactive'];
    const { hosts, id } = await open(account, { auth: 'key' }, config);
    person(hosts, (text) => (/one-time/i.test(text) ? nextCode() : account.password));
    expect((await hosts.connect(id)).connection.state).toBe('open');
  });

  test('nobody there, a refusal and a wrong answer are told apart', async () => {
    const { account } = codes();
    const { hosts, id } = await open(account, {});
    const reason = async () => {
      const error: unknown = await hosts.connect(id).catch((thrown: unknown) => thrown);
      return (error as { data?: { reason?: string } }).data?.reason;
    };
    expect(await reason()).toBe('prompt-nobody');
    const refusing = person(hosts, () => null);
    expect(await reason()).toBe('prompt-cancelled');
    expect(hosts.get(id).connection).toMatchObject({
      state: 'failed',
      error: { reason: 'prompt-cancelled' },
    });
    refusing.leave();
    await refusing.watching;
    person(hosts, () => 'wrong');
    expect(await reason()).toBe('login-refused');
    expect(hosts.get(id).connection.error?.hint).toMatch(/^Connect again to answer its questions anew/);
  });

  test('put away, they come again when someone connects, and not with what a page asks the engine', async () => {
    const { account, nextCode } = codes();
    const { hosts, id } = await open(account, { dockerSocket: '/nowhere/docker.sock' });
    const reason = async (what: Promise<unknown>) => {
      const error: unknown = await what.catch((thrown: unknown) => thrown);
      return (error as { data?: { reason?: string } }).data?.reason;
    };
    const refusing = person(hosts, () => null);
    expect(await reason(hosts.access.engineStream(id))).toBe('prompt-cancelled');
    expect(await reason(hosts.access.engineStream(id))).toBe('prompt-cancelled');
    expect(refusing.asked).toHaveLength(1);
    refusing.leave();
    await refusing.watching;
    person(hosts, (text) => (/one-time/i.test(text) ? nextCode() : account.password));
    expect((await hosts.connect(id)).connection.state).toBe('open');
    expect(await reason(hosts.access.engineStream(id))).not.toMatch(/^prompt-/);
  });

  test('a login that is given up takes its question away', async () => {
    const { account } = codes();
    const { hosts, id } = await open(account, {});
    const away = new AbortController();
    const seen: number[] = [];
    const connecting = { now: Promise.resolve<unknown>(null) };
    for await (const { prompts } of hosts.prompts.watch(away.signal)) {
      seen.push(prompts.length);
      if (seen.length === 1) connecting.now = hosts.connect(id).catch((thrown: unknown) => thrown);
      if (prompts.length > 0) hosts.disconnect(id);
      if (seen.length > 1 && prompts.length === 0) away.abort();
    }
    expect(seen).toEqual([0, 1, 0]);
    expect(await connecting.now).toMatchObject({ code: 'CANCELLED' });
  });

  test('whoever connects may give it up, and its question goes', async () => {
    const { account } = codes();
    const { hosts, id } = await open(account, {});
    const [away, watching] = [new AbortController(), new AbortController()];
    let connecting: Promise<unknown> | null = null;
    for await (const { prompts } of hosts.prompts.watch(watching.signal)) {
      if (prompts.length > 0) away.abort();
      else if (connecting) watching.abort();
      connecting ??= hosts.connect(id, away.signal).catch((thrown: unknown) => thrown);
    }
    expect(await connecting).toMatchObject({ code: 'CANCELLED' });
    expect(hosts.get(id).connection).toMatchObject({ state: 'closed', uses: 0, error: null });
  });
});
