import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { goTo, withHostInWindow } from './hosts.mjs';
import { median } from './table.mjs';

/** Lines as programs write them, some in colour, with the line ends of a terminal: it passes them on as they are. */
function makeOutput(file, megabytes) {
  const lines = Array.from({ length: 1000 }, (_, index) => {
    const words = `${index} ${'round finished, loss and accuracy of each site follow '.repeat(2)}`.slice(
      0,
      60 + (index % 50),
    );
    return index % 10 === 0 ? `\x1b[3${1 + (index % 7)}m${words}\x1b[0m\r\n` : `${words}\r\n`;
  }).join('');
  const bytes = Buffer.alloc(megabytes * 1_000_000, lines);
  writeFileSync(file, bytes);
  return bytes.length;
}

/** Waits in a raw terminal for a line, then writes the file, and nothing else. */
const script = (file) => `stty raw -echo; printf ready; read go; cat ${file}; printf done; read end`;

/** Seconds from Enter to the last byte through `ssh` into a pipe; the number of bytes as well. */
async function catBare({ sshd }, file) {
  const options = [
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'Ciphers=aes128-gcm@openssh.com',
  ];
  const child = spawn(
    'ssh',
    [
      ...[
        '-tt',
        '-q',
        '-p',
        String(sshd.port),
        '-i',
        sshd.keyFile,
        ...options.flatMap((each) => ['-o', each]),
      ],
      ...[`${sshd.username}@${sshd.address}`, script(file)],
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  let start = 0;
  let bytes = 0;
  let end = '';
  await new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      if (start > 0) bytes += chunk.length;
      end = (end + chunk.toString('latin1', Math.max(0, chunk.length - 5))).slice(-5);
      if (start === 0 && end === 'ready') {
        start = performance.now();
        child.stdin.write('\n');
      } else if (end.endsWith('done')) resolve();
    });
  });
  const seconds = (performance.now() - start) / 1000;
  child.stdin.write('\n');
  await once(child, 'close');
  return { seconds, bytes: bytes - 4 };
}

const pane = (page, index) => page.getByRole('region', { name: 'Terminal on north' }).nth(index);

const bytesIn = async (page) =>
  Number(await pane(page, 0).locator('[data-bytes]').getAttribute('data-bytes'));

async function openPane(page, hostId) {
  await goTo(page, `/terminals?host=${hostId}`);
  await pane(page, 0).and(page.locator('[data-state="open"]')).waitFor();
}

/** Watches a pane: `benchEcho` resolves to the milliseconds from the next key to the frame that shows its echo. */
const watchEchoes = (section) => {
  let pressed = 0;
  let answer = () => {};
  globalThis.benchEcho = () => new Promise((resolve) => (answer = resolve));
  section.addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true);
  new MutationObserver(() => {
    const at = pressed;
    pressed = 0;
    if (at > 0) requestAnimationFrame(() => setTimeout(() => answer(performance.now() - at)));
  }).observe(section, { subtree: true, attributeFilter: ['data-bytes'] });
};

/** The same in a pane of the app. Keys are pressed in the pane beside meanwhile. */
async function catInPane({ page }, file, size) {
  await pane(page, 0).getByRole('textbox', { name: 'Terminal input' }).focus();
  await page.keyboard.type(`sh -c '${script(file)}'`);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => false, null, { timeout: 1000 }).catch(() => undefined);
  const before = await bytesIn(page);
  const seconds = pane(page, 0).evaluate(
    (section, wanted) =>
      new Promise((resolve) => {
        let start = 0;
        document.addEventListener('keydown', ({ timeStamp }) => (start ||= timeStamp), {
          capture: true,
          once: true,
        });
        new MutationObserver(() => {
          const { bytes } = section.querySelector('[data-bytes]').dataset;
          if (Number(bytes) >= wanted) resolve((performance.now() - start) / 1000);
        }).observe(section, { subtree: true, attributeFilter: ['data-bytes'] });
      }),
    before + size + 4,
  );
  await page.keyboard.press('Control+j');
  const echoes = await pressKeys(page, seconds);
  const after = await bytesIn(page);
  await pane(page, 0).getByRole('textbox', { name: 'Terminal input' }).focus();
  await page.keyboard.press('Control+j');
  return { seconds: await seconds, bytes: after - before - 4, echoes };
}

/** One key after the other in the second pane until the output has come. Gives what each took, milliseconds. */
async function pressKeys(page, output) {
  const echoes = [];
  let over = false;
  void output.then(() => (over = true));
  await pane(page, 1).getByRole('textbox', { name: 'Terminal input' }).focus();
  while (!over) {
    const echo = page.evaluate(() => globalThis.benchEcho());
    await page.keyboard.press('x');
    echoes.push(await echo);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return echoes;
}

/** An endless output that says so when it is interrupted. The raw terminal of the rounds before knows no Ctrl+C. */
const endless = `sh -c 'stty sane; trap "printf stop%sped 42; exit" INT; yes 0123456789abcdef0123456789abcdef'`;

/** Watches a pane: `benchStop` resolves to the milliseconds from Ctrl+C to the frame that shows what it led to. */
const watchStop = (section) => {
  globalThis.benchStop = new Promise((resolve) => {
    let pressed = 0;
    section.addEventListener('keydown', ({ key, timeStamp }) => key === 'c' && (pressed ||= timeStamp), true);
    const look = () => {
      const shown = pressed > 0 && section.querySelector('.xterm-rows').textContent.includes('stop42ped');
      if (shown) resolve(performance.now() - pressed);
      else requestAnimationFrame(() => setTimeout(look));
    };
    look();
  });
};

/** Ctrl+C in the pane of an endless output. Gives the milliseconds from the key to the frame that shows its end. */
async function interrupt(page) {
  await pane(page, 0).getByRole('textbox', { name: 'Terminal input' }).focus();
  const before = await bytesIn(page);
  await page.keyboard.type(endless);
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    (wanted) => Number(document.querySelector('[data-bytes]').dataset.bytes) > wanted,
    before + 20_000_000,
  );
  await pane(page, 0).evaluate(watchStop);
  await page.keyboard.press('Control+c');
  const milliseconds = await page.evaluate(() => globalThis.benchStop);
  await page.keyboard.type('clear');
  await page.keyboard.press('Enter');
  return milliseconds;
}

/**
 * Output into a terminal beside the same through `ssh` to a pipe, in turns; every byte has to be there. In the window:
 * of a browser's connection Playwright takes a copy of every byte, which costs as much as to show it.
 */
export async function measureTerminal({ megabytes, rounds, target, echoTarget, stopTarget }) {
  return withHostInWindow(async (context) => {
    const { page, hostId, machine } = context;
    const file = path.join(machine.folder, 'output.txt');
    const size = makeOutput(file, megabytes);
    await openPane(page, hostId);
    await pane(page, 0).getByRole('button', { name: 'Split to the right' }).click();
    await pane(page, 1).and(page.locator('[data-state="open"]')).waitFor();
    await pane(page, 1).evaluate(watchEchoes);
    const ours = [];
    const bare = [];
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await catBare(context, file));
      ours.push(await catInPane(context, file, size));
    }
    const stops = [];
    for (let round = 0; round < rounds; round += 1) stops.push(await interrupt(page));
    for (const { bytes } of [...ours, ...bare])
      if (bytes !== size) throw new Error(`${bytes} bytes have come of ${size}`);
    const echoes = ours.flatMap((each) => each.echoes).toSorted((a, b) => a - b);
    const seconds = (list) => median(list.map((each) => each.seconds));
    const ratio = median(ours.map((each, round) => each.seconds / bare[round].seconds));
    return [
      {
        name: `${megabytes} MB of output into a terminal / ssh into a pipe`,
        ...{ ours: seconds(ours), bare: seconds(bare), unit: 's', target, ratio },
      },
      {
        name: `a key in another pane meanwhile, slowest of ${echoes.length}`,
        ...{ ours: echoes.at(-1), unit: 'ms', target: echoTarget },
      },
      {
        name: `a key in another pane meanwhile, median`,
        ...{ ours: median(echoes), unit: 'ms', target: echoTarget },
      },
      {
        name: `Ctrl+C in the pane of an endless output until it has stopped, slowest of ${rounds}`,
        ...{ ours: Math.max(...stops), unit: 'ms', target: stopTarget },
      },
    ];
  });
}
