import type { DeploymentState } from '../../preload/contract/deployments';
import type { Engines } from '../docker/engines';
import { kitLabels as label } from '../docker/kit-labels';
import { removeContainer } from './container-kit';

export interface PreviousContainer {
  id: string;
  number: number;
  run: string;
  /** When it was made; that it was replaced, no engine tells. */
  createdAt: number;
}

export interface ListedContainer {
  Id: string;
  Names: string[];
  Labels: Record<string, string>;
  State: string;
  Created: number;
}

/** The containers of before that lie beside the one with this name, the newest first. */
export function previousOf(list: ListedContainer[], name: string, deployment: string): PreviousContainer[] {
  return list
    .filter(({ Labels }) => Labels[label.deployment] === deployment)
    .flatMap(({ Id, Names, Labels, Created }) => {
      const number = Names.map((each) => /^\/(.+)\.previous-(\d+)$/.exec(each)).find(
        (match) => match?.[1] === name,
      )?.[2];
      if (number === undefined) return [];
      return [{ id: Id, number: Number(number), run: Labels[label.run] ?? '', createdAt: Created * 1000 }];
    })
    .toSorted((a, b) => b.number - a.number);
}

export const previousName = (name: string, number: number): string => `${name}.previous-${number}`;

export const toView = ({ number, run }: PreviousContainer): DeploymentState['previous'][number] => ({
  ...{ id: String(number), label: run ? `Run ${run}` : 'A kit from elsewhere', replacedAt: null },
});

export const listOurs = (engines: Engines, hostId: string): Promise<ListedContainer[]> =>
  engines.ask(hostId, 20_000, async (docker) =>
    docker.listContainers({ all: true, filters: { label: [label.deployment] } }),
  );

/** Removes those of before beyond so many. */
export async function dropOld(
  engines: Engines,
  { hostId, name }: { hostId: string; name: string },
  { deployment, keep }: { deployment: string; keep: number },
): Promise<void> {
  const old = previousOf(await listOurs(engines, hostId), name, deployment);
  for (const { id } of old.slice(keep)) await removeContainer(engines, hostId, id);
}
