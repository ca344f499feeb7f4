import { setTimeout as pause } from 'node:timers/promises';
import { type Phase, runningPhases } from '../../preload/contract/deployments';
import type { Problem } from '../../preload/contract/meta';
import { AppError, conflict } from '../errors';
import type { TaskContext } from '../tasks/service';
import type { Ground } from './ground';
import type { CheckInput, CheckResult, Parts } from './parts';
import type { DeploymentRow } from './store';

/** A start that fails for a wrong setting does so within seconds; waiting for others to come takes longer. */
const waitMs = 20_000;
const lookMs = 700;

/** @throws AppError CONFLICT with each check that failed, unless it is to be started anyway. */
export async function checkBefore(
  { checks, rows, kits }: Parts,
  ground: Ground,
  row: DeploymentRow,
  anyway: boolean,
  task: TaskContext,
): Promise<void> {
  if (!anyway) await expectOurs(ground, row, task.signal);
  if (!checks) return;
  if (!kits.find(row.kitId)) return task.log('This kit is not kept here any more, and so it is not checked.');
  const python = (await ground.python?.(row, task.signal)) ?? null;
  const server = rows.list().find(({ projectId, type }) => projectId === row.projectId && type === 'server');
  const serverHostId = server && row.type !== 'server' ? server.hostId : null;
  const results = await checks.check({ ...inputOf(row, python), serverHostId }, task.signal);
  for (const { state, title, message, hint } of results)
    if (state !== 'ok') task.log(`${title}: ${message} ${hint}`.trim());
  const failed = results.filter(({ id, state }) => state === 'failed' && checks.blockers.includes(id));
  if (failed.length === 0 || anyway) return;
  throw new AppError('CONFLICT', `${row.participant} was not started: ${failed[0]?.message}`, {
    hint: failed[0]?.hint ?? 'Put it right, or start it anyway.',
    problems: results.filter(({ state }) => state !== 'ok').map(toProblem),
    reason: 'checks',
  });
}

/** What the checks look at is the kit here. @throws AppError that "anyway" passes by */
export async function expectOurs(ground: Ground, row: DeploymentRow, signal: AbortSignal): Promise<void> {
  if (!(await ground.isOther(row, signal))) return;
  throw new AppError(
    'CONFLICT',
    `${row.participant} was not started: someone else has put another kit there.`,
    {
      hint: 'Send yours, or start what is there without the checks.',
      reason: 'checks',
    },
  );
}

const toProblem = ({ id, state, title, message, hint }: CheckResult): Problem => ({
  ...{ field: title, code: id, severity: state === 'failed' ? 'error' : 'warning', message, hint },
});

function inputOf(
  { kitId, place }: DeploymentRow,
  python: string | null,
): Pick<CheckInput, 'kitId' | 'place'> {
  if (place.kind === 'host') {
    const { kind, hostId, directory } = place;
    return { kitId, place: { kind, hostId, directory, python } };
  }
  return { kitId, place: { kind: place.kind, hostId: place.hostId, name: place.name } };
}

export async function isUp(ground: Ground, row: DeploymentRow, signal: AbortSignal): Promise<boolean> {
  const state = (await ground.states(row.hostId, [row], signal)).get(row.id);
  return state !== undefined && runningPhases.includes(state.phase);
}

/** The same before a start. @throws AppError CONFLICT where it runs without what watches over it */
export async function isUpAlready(ground: Ground, row: DeploymentRow, signal: AbortSignal): Promise<boolean> {
  const state = (await ground.states(row.hostId, [row], signal)).get(row.id);
  if (state?.phase === 'stray')
    throw conflict(`${row.participant} was not started: ${state.note}`, 'Stop it first.');
  return state !== undefined && runningPhases.includes(state.phase);
}

/** Resolves when it is ready, or still waits for others. @throws AppError when it has ended again */
export async function waitUntilUp(ground: Ground, row: DeploymentRow, task: TaskContext): Promise<void> {
  const until = Date.now() + waitMs;
  for (;;) {
    const state = (await ground.states(row.hostId, [row], task.signal)).get(row.id);
    if (state?.phase === 'ready')
      return task.log(row.type === 'server' ? 'The server is up.' : 'It is registered.');
    if (state && downAgain.includes(state.phase)) throw endedAgain(row, state.note);
    if (Date.now() > until) return task.log('It runs, and waits for the server.');
    await pause(lookMs, undefined, { signal: task.signal });
  }
}

const downAgain: Phase[] = ['ended', 'stopped', 'stray'];

const endedAgain = ({ participant }: DeploymentRow, note: string) =>
  new AppError('UNAVAILABLE', `${participant} was started and ended again.`, {
    hint: 'Its console log says why.',
    ...{ details: note, reason: 'ended' },
  });
