import {
  type CheckResult,
  type Place,
  type PreflightEvent,
  type PreflightInput,
  preflightInputSchema,
  startBlockers,
} from '../../preload/contract/preflight';
import { toAppError } from '../errors';
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
  try {
    yield 'place';
    const view = await viewOf(parts, input.place, look);
    const port = look.kit.type === 'server' ? (look.endpoint?.port ?? null) : null;
    const facts = await view.facts({ port }, signal);
    const skewMs = facts.skewMs ?? 0;
    yield judgeCertificate(look, Date.now() + skewMs);
    yield judgeClock(facts, view.name, await serverSkew(parts, input.serverHostId, signal));
    if (input.place.kind !== 'container') {
      yield judgePython(facts, view.name);
      yield judgeNvflare(facts, view.name, look.made);
    }
    yield judgeDisk(facts, view.name);
    if (look.kit.type === 'server') yield* asServer(input, look, view, facts, signal);
    else yield* asSite(parts, look, view, skewMs, signal);
  } catch (error) {
    signal.throwIfAborted();
    const known = toAppError(error);
    if (!known) throw error;
    yield failed('place', known.message, known.data.hint);
  }
}

async function* asServer(
  { purpose }: Input,
  { endpoint }: KitLook,
  view: Viewpoint,
  facts: PlaceFacts,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  if (!endpoint) return yield unreadable();
  yield judgePort(facts, endpoint.port, purpose === 'start', view.name);
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

const unreadable = (): CheckResult =>
  unknown('dns', 'The kit does not say where its server is.', 'See the checks of the kit.');

async function viewOf(parts: PreflightParts, place: Place, { kit }: KitLook): Promise<Viewpoint> {
  if (place.kind === 'local') return fromHere(parts, kit.projectId);
  const { hostId } = place;
  if (parts.access.need(hostId).kind === 'local') return fromHere(parts, kit.projectId);
  if (place.kind === 'container') return viewFromHost(parts.access, { hostId, directory: null, python: '' });
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
