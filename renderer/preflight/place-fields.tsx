import { useQuery } from '@tanstack/react-query';
import type { KitSummary } from '../../preload/contract/kits';
import { orpc } from '../rpc/client';
import { Field, Select } from '../ui/field';
import type { PreflightSearch } from './use-checks';

interface PlaceFieldsProps {
  kits: KitSummary[];
  kit: KitSummary | null;
  search: PreflightSearch;
  onChange: (change: Partial<PreflightSearch>) => void;
}

const here = '';

/** Which kit is looked at, from where, and to what end. */
export function PlaceFields({ kits, kit, search, onChange }: PlaceFieldsProps) {
  const hosts = useQuery(orpc.hosts.list.queryOptions());
  const current = kits.filter((one) => one.current);
  const projects = new Map(current.map(({ projectId, projectName }) => [projectId, projectName]));
  const ofProject = current.filter(({ projectId }) => projectId === kit?.projectId);
  // A kit of before may have been come with; it stays among the choices.
  const offered = kit && !ofProject.some(({ id }) => id === kit.id) ? [kit, ...ofProject] : ofProject;
  const chooseProject = (projectId: string) => {
    const its = current.filter((one) => one.projectId === projectId);
    onChange({ kit: (its.find(({ type }) => type === 'client') ?? its[0])?.id });
  };
  const places = (hosts.data ?? []).filter(({ kind }) => kind === 'ssh');
  return (
    <div className="grid max-w-4xl shrink-0 grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-3">
      <Field label="Project">
        <Select
          value={kit?.projectId ?? ''}
          placeholder="Choose"
          onValueChange={chooseProject}
          options={[...projects].map(([value, label]) => ({ value, label }))}
        />
      </Field>
      <Field label="Kit of">
        <Select
          value={kit?.id ?? ''}
          placeholder="Choose"
          disabled={!kit}
          onValueChange={(id) => onChange({ kit: id })}
          options={offered.map((one) => ({
            value: one.id,
            label: one.current ? one.participant : `${one.participant}, run ${one.runNumber}`,
          }))}
        />
      </Field>
      <Field label="Seen from">
        <Select
          value={search.host ?? here}
          // Directory and interpreter are those of one host.
          onValueChange={(host) =>
            onChange({ host: host || undefined, directory: undefined, python: undefined })
          }
          options={[
            { value: here, label: 'This machine' },
            ...places.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </Field>
      {kit?.type === 'server' ? (
        <Field label="The server">
          <Select
            value={search.purpose ?? 'connect'}
            onValueChange={(purpose) => onChange({ purpose: purpose === 'start' ? 'start' : undefined })}
            options={[
              { value: 'connect', label: 'Runs already' },
              { value: 'start', label: 'Is to be started' },
            ]}
          />
        </Field>
      ) : null}
    </div>
  );
}
