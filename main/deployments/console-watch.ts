/** What the console of a participant has said so far. */
export interface ConsoleWatch {
  /** A server has started, a site has registered. */
  ready: boolean;
  /** The process that counts: jobs write to the same console. */
  main: string | null;
  /** Its open connections to its server; null when not all that was said is known. */
  wires: Set<string> | null;
  /** When the first of them was opened after a loss; null when none was lost. */
  back: number | null;
  /** How many sites a server has. */
  sites: number | null;
  /** The port of its server, as it last went there; null when that was not heard. */
  port: number | null;
}

export const newWatch = (): ConsoleWatch => ({
  ...{ ready: false, main: null, wires: new Set<string>(), back: null, sites: null, port: null },
});

/**
 * What is "created" over gRPC is only begun: into a network that drops packets it ends after 20 s, and nothing is
 * written when it has come about. One that lasts longer is taken for a connection.
 */
const provenMs = 22_000;
/** Where the system says that it has come about. Something in between may take it and let go again. */
const openMs = 3000;

/**
 * Takes in one line, written at a moment. `resources/host/status.sh` does the same on a host. As NVFlare writes them:
 * `Connection [CN00002 N/A => server:8002] is created: PID: 7`, and `[CN00002 Not Connected] is closed PID: 7`.
 * A site that comes back to a restarted server is "re-activated", without a number.
 */
export function hear(watch: ConsoleWatch, line: string, at: number): void {
  // To be registered, it must have been connected.
  if (line.includes('Server started') || line.includes('Successfully registered client'))
    Object.assign(watch, { ready: true, back: null });
  hearConnection(watch, line, at);
  const total = /Total clients: (\d+)/.exec(line)?.[1];
  if (total !== undefined) watch.sites = Number(total);
  if (line.includes('Re-activate the client')) watch.sites = (watch.sites ?? 0) + 1;
  if (line.includes('Fedwright: NVFlare asked to be started again.')) Object.assign(watch, newWatch());
}

function hearConnection(watch: ConsoleWatch, line: string, at: number): void {
  const [, wire = '', how, pid] = /\[(CN\d+) [^\]]*\] is (created:|closed) PID: (\d+)/.exec(line) ?? [];
  if (pid === undefined) return;
  if (how === 'created:' && line.includes(' => ')) {
    if (pid === watch.main && watch.wires?.size === 0) watch.back = at;
    watch.main ??= pid;
    if (pid === watch.main) {
      (watch.wires ??= new Set()).add(wire);
      const port = / => [^\]]*:(\d{1,5})\]/.exec(line)?.[1];
      if (port !== undefined) watch.port = Number(port);
    }
  }
  if (how === 'closed' && pid === watch.main) watch.wires?.delete(wire);
}

/**
 * What the system of a site says of its connections to its server: `silent` when nothing that it sends is confirmed any more,
 * as when the network between them swallows it. NVFlare itself finds that out after many minutes.
 */
export type Way = (typeof ways)[number];
export const ways = ['open', 'opening', 'silent'] as const;

/** Why a site counts as lost whose way is silent. */
export const silentNote = 'Nothing that it sends arrives at its server: the network between them is cut.';

/** Whether a site was connected, and is not any more as far as can be told now. */
export function hasLost({ main, wires, back }: ConsoleWatch, now: number, way: Way | null): boolean {
  if (main === null || wires === null) return way === 'silent';
  return wires.size === 0 || !isProven(back, now, way);
}

/** Whether a connection that was opened then has lasted. A clock that is behind says nothing. */
export function isProven(back: number | null, now: number, way: Way | null): boolean {
  if (way === 'silent') return false;
  return back === null || now < back || now - back >= (way === 'open' ? openMs : provenMs);
}
