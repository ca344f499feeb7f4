import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { openMachines, settingsOf } from './test-machines';

const required = process.env['FEDWRIGHT_REQUIRE_PEERS'] === '1';
const isMissing = (shell: string) =>
  (!existsSync('/usr/sbin/sshd') || !existsSync(shell) || process.getuid?.() !== 0) && !required;

describe('a user whose login shell is no POSIX shell', () => {
  let sshd: Sshd | undefined;
  let machines: Awaited<ReturnType<typeof openMachines>> | undefined;
  afterEach(async () => {
    machines?.close();
    await sshd?.end();
  });

  async function open(shell: string) {
    const account = { username: 'flare-operator', password: 'a password of it', shell };
    sshd = await startSshd([], account);
    machines = await openMachines();
    const { hosts } = machines;
    const { id } = await hosts.create({ ...settingsOf(sshd), keyGrantId: sshd.keyFile });
    await hosts.trustKey(id, { fingerprint256: sshd.fingerprint256, replace: false, by: 'tester' });
    return (...words: string[]) => hosts.access.exec(id, words);
  }

  test.skipIf(isMissing('/usr/bin/fish'))('has its words arrive as they are when it is fish', async () => {
    const exec = await open('/usr/bin/fish');
    const word = String.raw`\'; id; #`;
    expect((await exec('printf', '%s', word)).stdout.toString()).toBe(word);
    expect((await exec('sh', '-c', 'true\nprintf %s "$SHELL"')).stdout.toString()).toContain('fish');
  });

  test.skipIf(isMissing('/bin/tcsh'))(
    'is told so when it is tcsh, which reads only some commands',
    async () => {
      const exec = await open('/bin/tcsh');
      expect((await exec('printf', '%s', "it's")).stdout.toString()).toBe("it's");
      const shell = { code: 'UNAVAILABLE', data: { reason: 'login-shell' } };
      await expect(exec('sh', '-c', 'true\ntrue')).rejects.toMatchObject(shell);
      await expect(exec('printf', '%s', 'wow!!')).rejects.toMatchObject(shell);
      // What a program says is its own affair.
      const said = ['sh', '-c', 'echo "x: Event not found." >&2; exit 3'];
      expect(await exec(...said)).toMatchObject({ code: 3 });
    },
  );
});
