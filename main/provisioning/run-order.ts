import { invalid } from '../errors';
import type { KitsPort } from './ports';
import type { ProjectFile } from './project-file';
import { planRun, type RunOrder } from './run-plan';

/** What a person wants of a project. */
export type Wanted = RunOrder & { projectId: string };

/**
 * Finds out whom a run is for. A part of a project that was never provisioned is the whole of it.
 * @throws AppError INVALID when there is nobody, one of them is disabled, or the project can only be made as a
 * whole.
 */
export function resolveOrder(
  { projectId, scope, participants }: Wanted,
  { project, disabled }: { project: ProjectFile; disabled: readonly string[] },
  kits: Pick<KitsPort, 'issued'>,
): RunOrder & { participants: string[] } {
  const chosen = [...new Set(participants)];
  if (scope === 'rotate') return { scope, participants: [] };
  const issued = kits.issued(projectId);
  if (issued.length === 0) return { scope: 'all', participants: [] };
  const order = { scope, participants: scope === 'new' ? findNew(project, issued) : chosen };
  if (scope === 'new' && order.participants.length === 0)
    throw invalid('Nothing is new in this project.', 'Everyone has a kit. Add a participant first.');
  assertEnabled(order.participants, disabled);
  planRun(project, order);
  return order;
}

function assertEnabled(participants: readonly string[], disabled: readonly string[]): void {
  const found = participants.find((name) => disabled.includes(name));
  if (found !== undefined)
    throw invalid(
      `${found} is disabled, and runs leave it out.`,
      'Enable it in the kit history, or leave it out of this run.',
    );
}

function findNew(project: ProjectFile, issued: { participant: string; type: string }[]): string[] {
  const known = new Map(issued.map(({ participant, type }) => [participant, type]));
  const found = project.participants.filter(
    ({ name, type }) => kitTypes.has(type) && known.get(name) !== type,
  );
  const server = found.find(({ type }) => type === 'server');
  if (server)
    throw invalid(
      `The server ${server.name} is new, and every kit names its server.`,
      'Provision everything, and hand all kits over again.',
    );
  return found.map(({ name }) => name);
}

const kitTypes = new Set(['server', 'client', 'relay', 'admin']);

/** What the task tray calls a run. */
export function titleOf({ scope, participants }: RunOrder, name: string): string {
  const count = participants.length;
  if (scope === 'rotate') return `Rotate the CA of ${name}`;
  if (scope === 'new') return `Provision ${count} new in ${name}`;
  return scope === 'renew'
    ? `Renew ${count} ${count === 1 ? 'certificate' : 'certificates'} of ${name}`
    : `Provision ${name}`;
}
