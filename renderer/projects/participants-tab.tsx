import { FileInput, Plus } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Menu } from '../ui/menu';
import { DataTable } from '../ui/table';
import { BulkBar } from './bulk-bar';
import { CsvDialog } from './csv-dialog';
import { downloadParticipants } from './csv-write';
import { useEditor } from './editor-context';
import { makeParticipantColumns } from './participant-columns';
import { filterParticipants, noFilter, ParticipantFilters } from './participant-filter';
import { typeIcons } from './participant-icon';
import { makeRows, type ParticipantRow } from './participant-rows';
import { typeWords } from './project-words';
import { useDisabled } from './use-disabled';
import { useParticipantActions } from './use-participant-actions';

const keyOf = (row: ParticipantRow): string => row.participant.key;

/** All participants of the project; edited in place, several at a time, or one in the inspector. */
export function ParticipantsTab() {
  const { projectId, model, activeKey, selected, readOnly, select, selectMany } = useEditor();
  const [filter, setFilter] = useState(noFilter);
  const [pasted, setPasted] = useState<string | null>(null);
  const rows = useRows();
  const disabled = useDisabled(projectId);
  const columns = useMemo(
    () => makeParticipantColumns(projectId, { readOnly, disabled: new Set(disabled.keys()) }),
    [projectId, readOnly, disabled],
  );
  const shown = useMemo(() => filterParticipants(rows, filter), [rows, filter]);
  const openImport = readOnly ? undefined : () => setPasted('');
  return (
    <>
      <DataTable
        label="Participants"
        rows={shown}
        total={rows.length}
        columns={columns}
        rowId={keyOf}
        activeId={activeKey}
        onOpen={(row) => select(keyOf(row))}
        selected={selected}
        onSelectedChange={readOnly ? undefined : selectMany}
        onPaste={readOnly ? undefined : setPasted}
        onCsv={() => downloadParticipants(model)}
        keepToolbar={rows.length > 0}
        toolbar={
          <>
            {readOnly ? null : <AddMenu onImport={openImport} />}
            <ParticipantFilters rows={rows} value={filter} onChange={setFilter} />
          </>
        }
        bulk={(chosen) => <BulkBar chosen={chosen} />}
        empty={<NoParticipants onImport={openImport} />}
      />
      {pasted === null ? null : <CsvDialog text={pasted} onClose={() => setPasted(null)} />}
    </>
  );
}

/** The rows, each the same object as long as nothing of it changes. */
function useRows(): ParticipantRow[] {
  const { model, problems } = useEditor();
  const previous = useRef<ParticipantRow[]>([]);
  return useMemo(() => {
    previous.current = makeRows(model.participants, problems, previous.current);
    return previous.current;
  }, [model.participants, problems]);
}

function NoParticipants({ onImport }: { onImport: (() => void) | undefined }) {
  const { readOnly } = useEditor();
  const { add } = useParticipantActions();
  return (
    <EmptyState
      title="No participants yet"
      action={
        readOnly ? null : (
          <Button variant="primary" icon={Plus} onClick={() => add('server')}>
            Add the server
          </Button>
        )
      }
      secondary={readOnly ? null : <AddMenu onImport={onImport} />}
    >
      A federation has one server, the sites that train, and the people who run it.
    </EmptyState>
  );
}

function AddMenu({ onImport }: { onImport: (() => void) | undefined }) {
  const { model } = useEditor();
  const { add } = useParticipantActions();
  const hasServer = model.participants.some((p) => p.type === 'server');
  const types = (['server', 'client', 'relay', 'admin'] as const).filter(
    (type) => type !== 'server' || !hasServer,
  );
  return (
    <Menu
      label="Add a participant"
      align="start"
      trigger={<Button icon={Plus}>Add participant</Button>}
      items={[
        ...types.map((type) => ({
          label: typeWords[type].label,
          icon: typeIcons[type],
          onSelect: () => add(type),
        })),
        ...(onImport
          ? (['separator', { label: 'From CSV', icon: FileInput, onSelect: onImport }] as const)
          : []),
      ]}
    />
  );
}
