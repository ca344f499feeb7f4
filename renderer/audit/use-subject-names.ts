import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { orpc } from '../rpc/client';
import { kitListOptions } from '../rpc/kit-list';
import { useTaskStore } from '../shell/task-store';

/**
 * The names of what the trail's rows may have acted on, by id: projects, kits, hosts, CAs, requests and tasks that
 * still exist.
 */
export function useSubjectNames(): ReadonlyMap<string, string> {
  const present = useQuery(orpc.projects.list.queryOptions({ input: {} }));
  const archived = useQuery(orpc.projects.list.queryOptions({ input: { archived: true } }));
  const kits = useQuery(kitListOptions({ all: true }));
  const hosts = useQuery(orpc.hosts.list.queryOptions());
  const signed = useSigningNames();
  const tasks = useTaskStore((state) => state.tasks);
  return useMemo(
    () =>
      new Map([
        ...[present.data, archived.data].flatMap((data) =>
          (data?.projects ?? []).map(({ id, name }): [string, string] => [id, name]),
        ),
        ...(kits.data ?? []).map((kit): [string, string] => [
          kit.id,
          `${kit.participant} of ${kit.projectName}, run ${kit.runNumber}`,
        ]),
        ...(hosts.data ?? []).map(({ id, name }): [string, string] => [id, name]),
        ...signed,
        ...Object.values(tasks).map(({ id, title }): [string, string] => [id, title]),
      ]),
    [present.data, archived.data, kits.data, hosts.data, signed, tasks],
  );
}

/** Of distributed provisioning: its CAs, and the requests of both sides. */
function useSigningNames(): [string, string][] {
  const authorities = useQuery(orpc.distributed.authorities.queryOptions());
  const incoming = useQuery(orpc.distributed.incoming.queryOptions({ input: {} }));
  const own = useQuery(orpc.distributed.requests.queryOptions());
  return useMemo(
    () => [
      ...(authorities.data ?? []).map(({ id, name }): [string, string] => [id, `CA of ${name}`]),
      ...[...(incoming.data ?? []), ...(own.data ?? [])].map(({ id, name }): [string, string] => [
        id,
        `request of ${name}`,
      ]),
    ],
    [authorities.data, incoming.data, own.data],
  );
}
