import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DisabledParticipant } from '../../preload/contract/projects';
import { orpc } from '../rpc/client';

/** Whom runs of a project leave out, by name; the same map as long as that is so. */
export function useDisabled(projectId: string): ReadonlyMap<string, DisabledParticipant> {
  const { data } = useQuery(orpc.projects.disabledParticipants.queryOptions({ input: { projectId } }));
  return useMemo(() => new Map(data?.map((one) => [one.participant, one])), [data]);
}
