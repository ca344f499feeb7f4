import type { CheckResult } from '../../preload/contract/preflight';
import type { Endpoint, Scheme } from './endpoint';
import type { KitLook } from './kit-look';
import { judgeLookup, judgeTcp } from './place-findings';
import { unknown } from './result';
import { judgeClear, judgeTls } from './tls-findings';
import { isUsable, type Probe, probeClear, probeTls } from './tls-probe';
import { NotReached, type Viewpoint } from './viewpoint';

interface Way {
  look: KitLook;
  endpoint: Endpoint;
  view: Viewpoint;
  /** Milliseconds that the clock of the place is ahead of ours. */
  skewMs: number;
  serverKit256: string | null;
  signal: AbortSignal;
}

/**
 * The way from a place to the server, step by step. What comes after a step that has no next one is told as not
 * checked, so that nobody takes it for right.
 */
export async function* checkWay(way: Way): AsyncGenerator<CheckResult> {
  const { endpoint, view, signal } = way;
  const talk = endpoint.security === 'clear' ? 'service' : 'tls';
  const found = await view.resolve(endpoint.host, signal);
  yield judgeLookup(endpoint.host, found, view.name);
  if (found?.length === 0) {
    const why = "Not checked: the server's name was not found.";
    yield unknown('tcp', why);
    return yield unknown(talk, why);
  }
  const first = await open(way);
  yield judgeTcp(endpoint, first instanceof NotReached ? first.why : null);
  if (first instanceof NotReached) return yield unknown(talk, 'Not checked: the server was not reached.');
  if (endpoint.security === 'clear') return yield* judgeClear(await probeClear(first, endpoint), endpoint);
  const { credentials, own, ca } = way.look;
  if (!credentials || !own || !ca) {
    first.destroy();
    return yield unknown(
      'tls',
      'The kit could not be opened, so nothing was said to the server.',
      'See the checks of the kit.',
    );
  }
  if (!isUsable(credentials)) {
    first.destroy();
    return yield unknown(
      'tls',
      'Key and certificates of the kit do not fit together, so nothing was said to the server.',
      'See the check of its own certificate.',
    );
  }
  const probe = await probeTls(first, endpoint, credentials);
  const speaks = await otherScheme(way, probe);
  const at = { now: Date.now() + way.skewMs, where: view.name };
  yield* judgeTls(probe, { endpoint, ca, own, ...at, serverKit256: way.serverKit256, speaks });
}

async function open({ endpoint, view, signal }: Way) {
  try {
    return await view.tcp(endpoint.host, endpoint.port, signal);
  } catch (error) {
    if (error instanceof NotReached) return error;
    throw error;
  }
}

/** A server that ends the connection after the handshake may only speak another protocol. */
async function otherScheme(way: Way, probe: Probe): Promise<Scheme | null> {
  const { endpoint, look } = way;
  if (!probe.peer || !look.credentials) return null;
  if (probe.accepted && probe.greeting.kind !== 'other') return null;
  const scheme = endpoint.scheme === 'grpc' ? 'http' : 'grpc';
  const stream = await open(way);
  if (stream instanceof NotReached) return null;
  const second = await probeTls(stream, { ...endpoint, scheme }, look.credentials);
  return second.accepted && second.greeting.kind === 'fits' ? scheme : null;
}
