import { registerHooks } from 'node:module';

// The peers of the specs are TypeScript, whose imports have no endings: Node strips the types, and finds the files
// with this.
registerHooks({
  resolve(specifier, context, next) {
    const isOwn =
      specifier.startsWith('.') && context.parentURL?.endsWith('.ts') && !/\.\w+$/.test(specifier);
    return next(isOwn ? `${specifier}.ts` : specifier, context);
  },
});

/** A keychain of its own, why there can be none, a real OpenSSH server, a real Docker engine, the command line, and the page of `serve` in a browser: see `e2e`. */
export const { startKeyring } = await import('../e2e/servers/keyring.ts');
export const { peers } = await import('../e2e/servers/peers.ts');
export const { startSshd } = await import('../e2e/servers/sshd.ts');
export const { startDockerd, testImage } = await import('../e2e/servers/dockerd.ts');
export const { askEngine, startCopies } = await import('../e2e/servers/engine-copies.ts');
export const { commandLine } = await import('../e2e/fixtures/command-line.ts');
export const { launchWeb, startBrowser } = await import('../e2e/fixtures/launch-web.ts');
