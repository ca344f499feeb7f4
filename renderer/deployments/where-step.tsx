import { useRef } from 'react';
import { flushSync } from 'react-dom';
import type { Host } from '../../preload/contract/hosts';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { Checkbox, Field, Select, TextInput } from '../ui/field';
import { ContainerOptions } from './container-options';
import {
  type DeployDraft,
  fitHosts,
  freeRows,
  hostsFor,
  type Kept,
  release,
  type RowDraft,
  rowProblem,
  whatIsLost,
} from './deploy-draft';
import { PythonField } from './python-field';
import { describePlace } from './words';

interface WhereStepProps {
  draft: DeployDraft;
  hosts: Host[];
  onChange: (draft: DeployDraft) => void;
}

/** The place of each kit, and what goes for all whose places are chosen here. */
export function WhereStep({ draft, hosts, onChange }: WhereStepProps) {
  const offered = hostsFor(draft.kind, hosts);
  const free = freeRows(draft);
  const set = (change: Partial<DeployDraft>) => onChange({ ...draft, ...change });
  const setRow = (key: string, change: Partial<RowDraft>) =>
    set({ rows: draft.rows.map((row) => (row.key === key ? { ...row, ...change } : row)) });
  const list = useRef<HTMLUListElement>(null);
  // What was pressed is gone with the row that it stood in; the keyboard goes to what is to be chosen there.
  const releaseRows = (rows: RowDraft[]) => {
    const at = draft.rows.findIndex((row) => row.kept !== null && rows.includes(row));
    const keys = rows.map(({ key }) => key);
    flushSync(() => onChange(release(hosts, draft, keys)));
    list.current?.children[at]?.querySelector<HTMLElement>('[role="combobox"]')?.focus();
  };
  return (
    <>
      {free.length < draft.rows.length ? (
        <KeptNote {...{ draft }} onRelease={() => releaseRows(draft.rows)} />
      ) : null}
      {free.length > 0 ? <IntoFields draft={draft} hosts={hosts} onChange={onChange} /> : null}
      <ul ref={list} aria-label="Kits and their places" className="flex flex-col gap-2">
        {draft.rows.map((row) =>
          row.kept === null ? (
            <PlaceRow
              key={row.key}
              draft={draft}
              row={row}
              hosts={offered}
              onChange={(change) => setRow(row.key, change)}
            />
          ) : (
            <KeptRow
              key={row.key}
              row={row}
              kept={row.kept}
              problem={rowProblem(draft, row)}
              onRelease={() => releaseRows([row])}
            />
          ),
        )}
      </ul>
      {free.length > 0 && draft.kind === 'container' ? (
        <ContainerOptions draft={draft} onChange={set} />
      ) : null}
      {free.some(({ kit }) => kit.type === 'server') ? (
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

function KeptNote({ draft, onRelease }: { draft: DeployDraft; onRelease: () => void }) {
  const count = draft.rows.length - freeRows(draft).length;
  return (
    <Callout
      tone="info"
      title={count === 1 ? 'One goes to where it is already' : `${count} go to where they are already`}
      action={
        count > 1 ? (
          <Button size="sm" onClick={onRelease}>
            Choose all places anew
          </Button>
        ) : null
      }
    >
      With the Python, or the image and the limits, that {count === 1 ? 'it has' : 'each has'} there.
    </Callout>
  );
}

/** A folder or a container, and the Python for folders. */
function IntoFields({ draft, hosts, onChange }: WhereStepProps) {
  return (
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
          hostIds={freeRows(draft).map(({ hostId }) => hostId)}
          value={draft.python}
          onChange={(python) => onChange({ ...draft, python })}
        />
      ) : null}
    </div>
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

const rowLook = 'grid grid-cols-[minmax(7rem,1fr)_minmax(8rem,1fr)_minmax(10rem,2fr)] gap-2';

function KitOf({ kit: { participant, projectName, runNumber } }: Pick<RowDraft, 'kit'>) {
  return (
    <span className="min-w-0 self-center">
      <span className="block truncate font-medium" title={participant}>
        {participant}
      </span>
      <span className="block truncate text-sm text-muted" title={projectName}>
        {projectName}, run {runNumber}
      </span>
    </span>
  );
}

interface KeptRowProps {
  row: RowDraft;
  kept: Kept;
  problem: string | null;
  onRelease: () => void;
}

/** A kit that goes where its participant has one. */
function KeptRow({ row, kept: { place, hostName }, problem, onRelease }: KeptRowProps) {
  const runsWith = place.kind === 'host' ? (place.python ?? 'The first Python with NVFlare') : place.image;
  return (
    <li className={`${rowLook} items-center`}>
      <KitOf kit={row.kit} />
      <span className="truncate px-2" title={hostName}>
        {hostName}
      </span>
      <span className="flex min-w-0 items-center gap-2">
        <span className="min-w-0 flex-1 px-2">
          <span className="block font-mono text-sm wrap-anywhere">{describePlace(place)}</span>
          <span className="block truncate text-sm text-muted" title={runsWith}>
            {runsWith}
          </span>
          {problem === null ? null : <span className="block text-sm text-failed">{problem}</span>}
        </span>
        <Button size="sm" onClick={onRelease} aria-label={`Choose another place for ${row.kit.participant}`}>
          Change
        </Button>
      </span>
    </li>
  );
}

function PlaceRow({ draft, row, hosts, onChange }: PlaceRowProps) {
  const { participant } = row.kit;
  const notes = {
    error: rowProblem(draft, row) ?? undefined,
    warning: whatIsLost(draft, row) ?? undefined,
  };
  return (
    <li className={`${rowLook} items-start`}>
      <KitOf kit={row.kit} />
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
        <Field label="Folder" {...notes}>
          <TextInput
            mono
            aria-label={`Folder for ${participant}`}
            value={row.directory}
            maxLength={900}
            onChange={(event) => onChange({ directory: event.target.value })}
          />
        </Field>
      ) : (
        <Field label="Name of the container" {...notes}>
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
