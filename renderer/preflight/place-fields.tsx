import type { KitSummary } from '../../preload/contract/kits';
import { Field, Select } from '../ui/field';
import { choiceOf, placeChoices, type Places, searchOf, unknownServer } from './place-choices';
import type { PreflightSearch } from './use-checks';

interface PlaceFieldsProps {
  kits: KitSummary[];
  kit: KitSummary | null;
  search: PreflightSearch;
  places: Places;
  /** The host that the server runs on, as far as it is known. */
  server: string | null;
  onChange: (change: Partial<PreflightSearch>) => void;
}

/** A container is that of one kit. */
const another = (kit: string | undefined, { container }: PreflightSearch): Partial<PreflightSearch> => ({
  kit,
  ...(container !== undefined && { container: undefined, host: undefined }),
});

/** Which kit is looked at, from where, and to what end. */
export function PlaceFields({ kits, kit, search, places, server, onChange }: PlaceFieldsProps) {
  const current = kits.filter((one) => one.current);
  const projects = new Map(current.map(({ projectId, projectName }) => [projectId, projectName]));
  const ofProject = current.filter(({ projectId }) => projectId === kit?.projectId);
  // A kit of before may have been come with; it stays among the choices.
  const offered = kit && !ofProject.some(({ id }) => id === kit.id) ? [kit, ...ofProject] : ofProject;
  const chooseProject = (projectId: string) => {
    const its = current.filter((one) => one.projectId === projectId);
    const id = (its.find(({ type }) => type === 'client') ?? its[0])?.id;
    onChange({ ...another(id, search), server: undefined });
  };
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
          onValueChange={(id) => onChange(another(id, search))}
          options={offered.map((one) => ({
            value: one.id,
            label: one.current ? one.participant : `${one.participant}, run ${one.runNumber}`,
          }))}
        />
      </Field>
      <Field label="Check from">
        <Select
          value={choiceOf(search)}
          // Directory and interpreter are those of one place.
          onValueChange={(choice) => onChange(searchOf(choice))}
          options={placeChoices(places, search, kit)}
        />
      </Field>
      {kit && kit.type !== 'server' ? (
        <Field
          label="The server runs on"
          help="Its clock is compared with the clock of the machine checked from."
        >
          <Select
            value={server ?? unknownServer}
            onValueChange={(value) => onChange({ server: value })}
            options={[
              { value: unknownServer, label: 'Not known' },
              ...places.hosts.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </Field>
      ) : null}
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
