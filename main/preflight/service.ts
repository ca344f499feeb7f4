import {
  type CheckResult,
  type Place,
  type PreflightEvent,
  type PreflightInput,
  preflightInputSchema,
  startBlockers,
} from '../../preload/contract/preflight';
import { notFound, toAppError } from '../errors';
import { type Inside, viewFromContainer } from './container-view';
import { type HostEyes, viewFromHost } from './host-view';
import { judgeCertificate, judgeKit, type KitLook, lookAtKit, type PreflightKits } from './kit-look';
import { viewFromHere } from './local-view';
import type { PlaceFacts } from './place-facts';
import { judgeClock, judgeDisk, judgeNvflare, judgeOwnName, judgePort, judgePython } from './place-findings';
import { type CheckId, failed, titleOf, unknown } from './result';
import type { Viewpoint } from './viewpoint';
import { checkWay } from './way-checks';

export type Preflight = ReturnType<typeof createPreflight>;

interface PreflightParts {
  kits: PreflightKits;
  access: HostEyes;
  /** The interpreter whose NVFlare a project's kits run with here. @throws AppError UNAVAILABLE */
  requirePython: (projectId: string) => Promise<{ python: string }>;
  /** The data directory: kits that run here write there. */
  data: string;
  /** Goes where a container is; null when there is none of that name. @throws AppError */
  enter?: (hostId: string, name: string) => Promise<Inside | null>;
  /**
   * Who keeps a port of a host from the server of a place, what listens there left aside: containers, and what it is
   * reserved for. @throws AppError when the host does not tell
   */
  portClash?: (
    place: { hostId: string; target: string },
    kit: { projectId: string; participant: string },
    port: number,
    signal: AbortSignal,
  ) => Promise<{ message: string; hint: string } | null>;
}

type Input = Required<ReturnType<typeof preflightInputSchema.parse>>;

/** Whether a kit can be started at a place, and what keeps it from its server: each cause told apart. */
export function createPreflight(parts: PreflightParts) {
  async function* watch(input: PreflightInput, signal?: AbortSignal): AsyncGenerator<PreflightEvent> {
    const wanted = preflightInputSchema.parse(input);
    const end = signal ?? new AbortController().signal;
    const look = await lookAtKit(parts.kits, wanted.kitId);
    let startable = true;
    for await (const step of steps(parts, wanted, look, end)) {
      end.throwIfAborted();
      if (typeof step !== 'string' && step.state === 'failed' && startBlockers.includes(step.id))
        startable = false;
      yield typeof step === 'string'
        ? { type: 'looking', title: titleOf(step) }
        : { type: 'result', result: step };
    }
    yield { type: 'done', startable };
  }

  return {
    watch,
    /**
     * The same at once. What is found never rejects: a place that cannot be asked is the result `place`.
     * @throws AppError NOT_FOUND for an unknown kit; the signal's reason when it aborts
     */
    async check(input: PreflightInput, signal?: AbortSignal): Promise<CheckResult[]> {
      const results: CheckResult[] = [];
      for await (const event of watch(input, signal)) if (event.type === 'result') results.push(event.result);
      return results;
    },
  };
}

/** A name says what is looked at next, a result what came of it. */
type Step = CheckId | CheckResult;

async function* steps(
  parts: PreflightParts,
  input: Input,
  look: KitLook,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  yield judgeKit(look);
  let view: Viewpoint | null = null;
  try {
    yield 'place';
    view = await viewOf(parts, input.place, look);
    const port = look.kit.type === 'server' ? (look.endpoint?.port ?? null) : null;
    const facts = await view.facts({ port }, signal);
    const skewMs = facts.skewMs ?? 0;
    yield judgeCertificate(look, Date.now() + skewMs);
    yield judgeClock(facts, view.name, await serverSkew(parts, input.serverHostId, signal));
    // From the host of a container that is not there yet, nothing is seen of its image.
    if (input.place.kind !== 'container' || input.place.name !== null) {
      yield judgePython(facts, view.name);
      yield judgeNvflare(facts, view.name, look.made);
    }
    yield judgeDisk(facts, view.name);
    if (look.kit.type === 'server') yield* asServer({ parts, input, look, view, facts, signal });
    else yield* asSite(parts, look, view, skewMs, signal);
  } catch (error) {
    signal.throwIfAborted();
    const known = toAppError(error);
    if (!known) throw error;
    yield failed('place', known.message, known.data.hint);
  } finally {
    await view?.leave?.();
  }
}

interface ServerLook {
  parts: PreflightParts;
  input: Input;
  look: KitLook;
  view: Viewpoint;
  facts: PlaceFacts;
  signal: AbortSignal;
}

async function* asServer({ parts, input, look, view, facts, signal }: ServerLook): AsyncGenerator<Step> {
  const { endpoint } = look;
  if (!endpoint) return yield unreadable();
  yield 'port';
  const { place } = input;
  const where = place.kind === 'container' ? nameOf(parts, place) : view.name;
  const clash =
    input.purpose === 'start' ? await clashAt(parts, place, look.kit, endpoint.port, signal) : null;
  yield clash
    ? failed('port', clash.message, clash.hint)
    : judgePort(facts, endpoint.port, input.purpose === 'start', where);
  yield 'name';
  yield judgeOwnName(endpoint.host, await view.resolve(endpoint.host, signal), facts, view.name);
}

async function* asSite(
  { kits }: PreflightParts,
  look: KitLook,
  view: Viewpoint,
  skewMs: number,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  const { endpoint, kit } = look;
  if (!endpoint) return yield unreadable();
  yield 'dns';
  const serverKit256 = kits.server256(kit.projectId);
  for await (const result of checkWay({ look, endpoint, view, skewMs, serverKit256, signal })) {
    yield result;
    if (result.id === 'dns') yield 'tcp';
    if (result.id === 'tcp') yield 'tls';
  }
}

/** Null also where the host does not tell: then what listens is all that is known. */
async function clashAt(
  { portClash }: PreflightParts,
  place: Place,
  kit: KitLook['kit'],
  port: number,
  signal: AbortSignal,
): Promise<{ message: string; hint: string } | null> {
  if (place.kind === 'local' || !portClash) return null;
  const target = (place.kind === 'host' ? place.directory : place.name) ?? '';
  const clash = await portClash({ hostId: place.hostId, target }, kit, port, signal).catch(() => null);
  signal.throwIfAborted();
  return clash;
}

/** The machine that a container is on. */
const nameOf = ({ access }: PreflightParts, { hostId }: { hostId: string }): string => {
  const { kind, name } = access.need(hostId);
  return kind === 'local' ? 'this machine' : name;
};

const unreadable = (): CheckResult =>
  unknown('dns', 'The kit does not say where its server is.', 'See the checks of the kit.');

async function viewOf(parts: PreflightParts, place: Place, { kit }: KitLook): Promise<Viewpoint> {
  if (place.kind === 'local') return fromHere(parts, kit.projectId);
  const { hostId } = place;
  const { kind } = parts.access.need(hostId);
  if (place.kind === 'container') {
    const host =
      kind === 'local'
        ? await fromHere(parts, kit.projectId)
        : viewFromHost(parts.access, { hostId, directory: null, python: '' });
    if (place.name === null || !parts.enter) return host;
    const inside = await parts.enter(hostId, place.name);
    if (!inside) throw notFound(`The container "${place.name}"`);
    return viewFromContainer(inside, place.name, kind === 'docker-tls' ? null : host);
  }
  if (kind === 'local') return fromHere(parts, kit.projectId);
  return viewFromHost(parts.access, {
    ...{ hostId, directory: place.directory, python: place.python ?? 'python3' },
  });
}

async function fromHere({ requirePython, data }: PreflightParts, projectId: string): Promise<Viewpoint> {
  const found = await requirePython(projectId).catch(() => null);
  return viewFromHere({ directory: data, python: found?.python ?? null });
}

/** Null when the server's host is not told, or cannot be asked: that is no finding about this place. */
async function serverSkew(
  { access }: PreflightParts,
  hostId: string | null,
  signal: AbortSignal,
): Promise<number | null> {
  if (hostId === null || access.need(hostId).kind === 'local') return hostId === null ? null : 0;
  const view = viewFromHost(access, { hostId, directory: null, python: '' });
  const facts = await view.facts({ port: null }, signal).catch(() => null);
  signal.throwIfAborted();
  return facts?.skewMs ?? null;
}
