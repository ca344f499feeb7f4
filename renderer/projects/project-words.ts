import type { ParticipantType, ProjectSummary, Template } from '../../preload/contract/projects';

/** The states of renderer/ui's Status that a project can be in. */
export type ProjectState = 'running' | 'ok' | 'attention' | 'failed' | 'off';

/** "1 problem", "3 problems". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

type LastRun = NonNullable<ProjectSummary['lastRun']>;

/** The states of a run in words. */
export const runWords: Record<LastRun['state'], { state: ProjectState; label: string }> = {
  running: { state: 'running', label: 'Running' },
  succeeded: { state: 'ok', label: 'Succeeded' },
  failed: { state: 'failed', label: 'Failed' },
  cancelled: { state: 'off', label: 'Cancelled' },
  interrupted: { state: 'attention', label: 'Interrupted' },
};

function describeRun(run: LastRun): { state: ProjectState; label: string } {
  switch (run.state) {
    case 'running':
      return { state: 'running', label: `Provisioning, run ${run.number}` };
    case 'succeeded':
      if (run.adopted) return { state: 'ok', label: 'Ready to provision with its imported CA' };
      return run.outdated
        ? { state: 'attention', label: `Changed since run ${run.number}` }
        : { state: 'ok', label: `Provisioned, run ${run.number}` };
    case 'failed':
      return { state: 'failed', label: `Run ${run.number} failed` };
    case 'cancelled':
      return { state: 'off', label: `Run ${run.number} cancelled` };
    case 'interrupted':
      return { state: 'attention', label: `Run ${run.number} interrupted` };
  }
}

/** How a project is, in the words of the first line of its page. `errors` may be those of a draft. */
export function describeProject(
  summary: Pick<ProjectSummary, 'archived' | 'lastRun' | 'errors'>,
  errors = summary.errors,
): { state: ProjectState; label: string } {
  if (summary.archived) return { state: 'off', label: 'Archived' };
  if (summary.lastRun?.state === 'running') return describeRun(summary.lastRun);
  if (errors > 0) return { state: 'failed', label: count(errors, 'problem') };
  return summary.lastRun ? describeRun(summary.lastRun) : { state: 'ok', label: 'Ready to provision' };
}

/** "1 server, 2 sites, 1 admin"; kinds that there are none of are left out, except the server. */
export const describeCounts = (counts: ProjectSummary['counts']): string =>
  [
    counts.servers === 0 ? 'no server' : count(counts.servers, 'server'),
    counts.clients > 0 && count(counts.clients, 'site'),
    counts.relays > 0 && count(counts.relays, 'relay'),
    counts.admins > 0 && count(counts.admins, 'admin'),
  ]
    .filter((part) => part !== false)
    .join(', ');

/** What is in a template: its participants, and the files that come with it. */
export const describeTemplate = ({ counts, files }: Pick<Template, 'counts' | 'files'>): string =>
  files > 0 ? `${describeCounts(counts)}, with ${count(files, 'file')}` : describeCounts(counts);

/** The types of participants in the order in which lists show them. */
export const participantTypes: readonly ParticipantType[] = ['server', 'relay', 'client', 'admin', 'other'];

/** What a type is called, and what it is for those who meet it the first time. */
export const typeWords: Record<ParticipantType, { label: string; explain: string }> = {
  server: {
    label: 'Server',
    explain: 'Coordinates the rounds and aggregates what the sites send. Everyone connects to it.',
  },
  client: {
    label: 'Site',
    explain: 'A client of NVFlare: it trains on its own data, which never leaves it.',
  },
  relay: { label: 'Relay', explain: 'Passes messages on between the server and the sites behind it.' },
  admin: { label: 'Admin', explain: 'A person who submits jobs and operates the federation.' },
  other: { label: 'Other', explain: 'A type that Fedwright does not edit.' },
};
