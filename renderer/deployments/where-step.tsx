import type { Host } from '../../preload/contract/hosts';
import { Checkbox, Field, Select, TextInput } from '../ui/field';
import { ContainerOptions } from './container-options';
import { type DeployDraft, fitHosts, hostsFor, type RowDraft, rowProblem } from './deploy-draft';
import { PythonField } from './python-field';

interface WhereStepProps {
  draft: DeployDraft;
  hosts: Host[];
  onChange: (draft: DeployDraft) => void;
}

/** The place of each kit, and what goes for all of them. */
export function WhereStep({ draft, hosts, onChange }: WhereStepProps) {
  const offered = hostsFor(draft.kind, hosts);
  const set = (change: Partial<DeployDraft>) => onChange({ ...draft, ...change });
  const setRow = (at: number, change: Partial<RowDraft>) =>
    set({ rows: draft.rows.map((row, index) => (index === at ? { ...row, ...change } : row)) });
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Send to" help={intoHelp[draft.kind]}>
          <Select
            value={draft.kind}
            onValueChange={(kind) =>
              onChange(fitHosts(hosts, { ...draft, kind: kind === 'container' ? 'container' : 'host' }))
            }
            options={[
              { value: 'host', label: 'A folder on a host' },
              { value: 'container', label: 'A container' },
            ]}
          />
        </Field>
        {draft.kind === 'host' ? (
          <PythonField
            hostIds={draft.rows.map(({ hostId }) => hostId)}
            value={draft.python}
            onChange={(python) => set({ python })}
          />
        ) : null}
      </div>
      <ul aria-label="Kits and their places" className="flex flex-col gap-2">
        {draft.rows.map((row, at) => (
          <PlaceRow
            key={row.kit.id}
            draft={draft}
            row={row}
            hosts={offered}
            onChange={(change) => setRow(at, change)}
          />
        ))}
      </ul>
      {draft.kind === 'container' ? <ContainerOptions draft={draft} onChange={set} /> : null}
      {draft.rows.some(({ kit }) => kit.type === 'server') ? (
        <Checkbox
          checked={draft.ownStorage}
          onCheckedChange={(ownStorage) => set({ ownStorage })}
          label="Keep the server's jobs and snapshots in its own folder"
          help="NVFlare keeps them in /tmp/nvflare otherwise, which all servers of a machine share and a restart may empty."
        />
      ) : null}
    </>
  );
}

const intoHelp = {
  host: 'By SFTP. It runs with a Python that the host has.',
  container: 'Made for it on the Docker engine of a host, out of an image that has NVFlare.',
};

interface PlaceRowProps {
  draft: DeployDraft;
  row: RowDraft;
  hosts: Host[];
  onChange: (change: Partial<RowDraft>) => void;
}

function PlaceRow({ draft, row, hosts, onChange }: PlaceRowProps) {
  const { participant } = row.kit;
  const problem = rowProblem(draft, row);
  return (
    <li className="grid grid-cols-[minmax(7rem,1fr)_minmax(8rem,1fr)_minmax(10rem,2fr)] items-start gap-2">
      <span className="min-w-0 self-center">
        <span className="block truncate font-medium" title={participant}>
          {participant}
        </span>
        <span className="block truncate text-sm text-muted">
          {row.kit.projectName}, run {row.kit.runNumber}
        </span>
      </span>
      <Field label="Host">
        <Select
          aria-label={`Host for ${participant}`}
          value={row.hostId}
          onValueChange={(hostId) => onChange({ hostId })}
          placeholder="Choose a host"
          options={hosts.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
      {draft.kind === 'host' ? (
        <Field label="Folder" error={problem ?? undefined}>
          <TextInput
            mono
            aria-label={`Folder for ${participant}`}
            value={row.directory}
            maxLength={900}
            onChange={(event) => onChange({ directory: event.target.value })}
          />
        </Field>
      ) : (
        <Field label="Name of the container" error={problem ?? undefined}>
          <TextInput
            mono
            aria-label={`Container for ${participant}`}
            value={row.name}
            maxLength={128}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Field>
      )}
    </li>
  );
}
