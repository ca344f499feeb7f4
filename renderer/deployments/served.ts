import type { Deployment } from '../../preload/contract/deployments';
import { isRunning } from './words';

export interface Served {
  server: Deployment;
  /** Sites that are connected to it and are not among the chosen ones. */
  sites: number;
}

/** The chosen servers that sites count on which are not chosen themselves, as last seen. */
export function servedBy(chosen: Deployment[]): Served[] {
  return chosen.flatMap((server): Served[] => {
    if (server.type !== 'server' || !isRunning(server)) return [];
    const along = chosen.filter(
      (each) =>
        each.type === 'client' && each.projectId === server.projectId && each.state?.phase === 'ready',
    );
    const sites = (server.state?.sites ?? 0) - along.length;
    return sites > 0 ? [{ server, sites }] : [];
  });
}

/** What a person is asked before servers that are in use go down; null where none is. */
export function questionFor(
  chosen: Deployment[],
  verb: 'Stop' | 'Restart',
): { title: string; text: string; confirmLabel: string; danger: boolean } | null {
  const [first, ...others] = servedBy(chosen);
  if (!first) return null;
  const sites = [first, ...others].reduce((sum, each) => sum + each.sites, 0);
  const who = others.length === 0 ? first.server.participant : `${others.length + 1} servers`;
  const them = sites === 1 ? '1 site is' : `${sites} sites are`;
  return {
    title: `${verb} ${who} while ${them} connected?`,
    text: `Jobs that run there are ended. ${sites === 1 ? 'The site goes' : 'The sites go'} on trying to connect until ${others.length === 0 ? 'the server is' : 'the servers are'} back.`,
    confirmLabel: verb,
    danger: verb === 'Stop',
  };
}
