import { findDisplay } from './display.mjs';
import { makeMachine } from './machine.mjs';
import { commandLine, launchWeb, startBrowser, startSshd } from './peers.mjs';
import { startWindow } from './window.mjs';

/** Adds a host that is logged in to with the key of its sshd, whose own key is trusted. Gives its id. */
export async function addHost(cli, sshd, name, changes = {}) {
  const { address, port, username } = sshd;
  const { id } = await cli.call('hosts.create', {
    ...{ name, kind: 'ssh', address, port, username, auth: 'key', keyGrantId: sshd.keyFile },
    ...changes,
  });
  await cli.call('hosts.trustKey', { hostId: id, fingerprint256: sshd.fingerprint256 });
  return id;
}

/** The app in a browser, with a host of the name `north`, which is an sshd of its own. All of it ends with `use`. */
export async function withHost(use, sshdConfig = []) {
  const machine = makeMachine();
  const sshd = await startSshd(sshdConfig);
  const browser = await startBrowser();
  const cli = commandLine(machine.env);
  try {
    const hostId = await addHost(cli, sshd, 'north');
    const app = await launchWeb(machine.env, browser);
    try {
      await app.page.getByRole('main').waitFor();
      return await use({ ...app, machine, sshd, hostId, cli });
    } finally {
      await app.close();
    }
  } finally {
    await browser.close();
    await sshd.end();
    machine.remove();
  }
}

/** The same in the app's window. */
export async function withHostInWindow(use) {
  const machine = makeMachine();
  const display = await findDisplay();
  const sshd = await startSshd();
  const env = { ...machine.env, ...display.env };
  const cli = commandLine(env);
  try {
    const hostId = await addHost(cli, sshd, 'north');
    const app = await startWindow(env);
    try {
      const page = await app.firstWindow();
      await page.getByRole('main').waitFor();
      return await use({ app, page, machine, sshd, hostId, cli });
    } finally {
      await app.close();
    }
  } finally {
    display.end();
    await sshd.end();
    machine.remove();
  }
}

/** To a page of the app, by its route. */
export const goTo = (page, route) => page.evaluate((hash) => (location.hash = hash), `#${route}`);
