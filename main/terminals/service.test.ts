import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { addTrusted, openMachines } from '../hosts/test-machines';
import { createTerminals, type Terminals } from './service';
import { createSshTargets } from './ssh-target';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

/** Waits for a line, then writes so many bytes as they are, and stays. The shell's own line editing would add to them. */
const floodOf = (size: number): string =>
  `exec sh -c 'stty raw -echo; echo n""ow; read go; yes 0123456789abcdef | head -c ${size}; exec cat >/dev/null'\n`;

describe.skipIf(missing)('terminals over a real sshd', () => {
  let sshd: Sshd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  let terminals: Terminals;
  let hostId: string;
  beforeEach(async () => {
    sshd = await startSshd();
    machines = await openMachines();
    const { access, watch } = machines.hosts;
    const host = createSshTargets({ hold: access.hold, watch });
    const container = () => {
      throw new Error('none is opened here');
    };
    const targets = { host, container };
    terminals = createTerminals({ targets, pageGoneMs: 200 });
    hostId = (await addTrusted(machines, sshd)).id;
  });
  afterEach(async () => {
    terminals.dispose();
    machines.close();
    await sshd.end();
  });

  /** A page that reads and acknowledges everything. */
  async function openPage() {
    const { terminalId } = await terminals.open({ target: { kind: 'host', hostId }, cols: 80, rows: 24 });
    const leave = new AbortController();
    const page = {
      terminalId,
      text: '',
      bytes: 0,
      hash: createHash('sha256'),
      states: [] as string[],
      leave,
    };
    const read = async () => {
      for await (const event of terminals.output({ terminalId, from: 0, marks: 0 }, leave.signal)) {
        if (event.type === 'state') page.states.push(`${event.state} ${event.shell}`);
        else {
          expect(event.offset).toBe(page.bytes);
          const bytes = Buffer.from(event.bytes);
          page.bytes += bytes.length;
          page.text = (page.text + bytes.toString('utf8')).slice(-4000);
          page.hash.update(bytes);
          terminals.acknowledge(terminalId, page.bytes);
        }
      }
    };
    const reading = read();
    const type = (text: string) => terminals.write(terminalId, text);
    const sees = (text: RegExp, timeout = 15_000) =>
      vi.waitFor(() => expect(page.text).toMatch(text), { timeout });
    return { ...page, page, type, sees, reading };
  }

  const running = (args: string) =>
    spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout.split('\n').includes(args);

  test('what is typed is answered in every script, and the size is that of the page', async () => {
    const { type, sees, page, terminalId } = await openPage();
    type("printf 'Z\\303\\274rich \\346\\235\\261\\344\\272\\254 \\360\\237\\247\\252\\n'; stty size\n");
    await sees(/Zürich 東京 🧪\r\n24 80/);
    terminals.resize(terminalId, { cols: 101, rows: 33 });
    type('stty size\n');
    await sees(/33 101/);
    type('exit 7\n');
    await vi.waitFor(() => expect(page.states).toEqual(['open 1', 'exited 1']));
    await terminals.renew(terminalId);
    await vi.waitFor(() => expect(page.states.at(-1)).toBe('open 2'));
    terminals.close(terminalId);
    await vi.waitFor(() => expect(() => type('x')).toThrow('does not exist'));
  });

  test('20 MB arrive byte for byte, while another terminal of the host answers', async () => {
    const flood = await openPage();
    const other = await openPage();
    const size = 20_000_000;
    flood.type(floodOf(size));
    await flood.sees(/now\n$/);
    const before = flood.page.bytes;
    const expected = Buffer.alloc(size, '0123456789abcdef\n');
    flood.page.hash = createHash('sha256');
    flood.type('go\n');
    other.type('echo an$((40+2))swer\n');
    await other.sees(/an42swer/);
    await vi.waitFor(() => expect(flood.page.bytes - before).toBe(size), { timeout: 25_000 });
    expect(flood.page.hash.digest('hex')).toBe(createHash('sha256').update(expected).digest('hex'));
  });

  test('a page that does not read holds the shell up, and one that comes back goes on', async () => {
    const { terminalId } = await terminals.open({ target: { kind: 'host', hostId }, cols: 80, rows: 24 });
    terminals.write(terminalId, floodOf(8_000_000));
    const first = new AbortController();
    let had = 0;
    for await (const event of terminals.output({ terminalId, from: 0, marks: 0 }, first.signal)) {
      if (event.type === 'data') had += Buffer.from(event.bytes).length;
      if (had > 0) terminals.write(terminalId, 'go\n');
      // What is not acknowledged is not followed by more than this.
      if (had === 1_152_000) first.abort();
    }
    let bytes = had;
    for await (const event of terminals.output({ terminalId, from: had, marks: 1 })) {
      if (event.type !== 'data') continue;
      expect(event.offset).toBe(bytes);
      bytes += Buffer.from(event.bytes).length;
      terminals.acknowledge(terminalId, bytes);
      if (bytes >= 8_000_000) break;
    }
  });

  test('what runs in a terminal ends with it, and with its page', async () => {
    const closed = await openPage();
    const left = await openPage();
    closed.type('sleep 4711\n');
    left.type('sleep 4712\n');
    await vi.waitFor(() => expect([running('sleep 4711'), running('sleep 4712')]).toEqual([true, true]), {
      timeout: 10_000,
    });
    terminals.close(closed.terminalId);
    left.leave.abort();
    await vi.waitFor(() => expect([running('sleep 4711'), running('sleep 4712')]).toEqual([false, false]), {
      timeout: 10_000,
    });
    await Promise.all([closed.reading, left.reading]);
    expect(() => left.type('x')).toThrow('does not exist');
    expect(machines.hosts.get(hostId).connection.uses).toBe(0);
  });

  test('a lost connection is marked, and a new shell is there when it is back', async () => {
    const { page, type, sees } = await openPage();
    type('echo be$((1+1))fore\n');
    await sees(/be2fore/);
    await sshd.kill();
    await vi.waitFor(() => expect(page.states).toEqual(['open 1', 'lost 1']), { timeout: 10_000 });
    await sshd.restart();
    await vi.waitFor(() => expect(page.states.at(-1)).toBe('open 2'), { timeout: 20_000 });
    type('echo af$((1+1))ter\n');
    await sees(/af2ter/);
    expect(sshd.accepted()).toBe(2);
  });
});
