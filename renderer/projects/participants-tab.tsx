import { Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Menu } from '../ui/menu';
import { DataTable } from '../ui/table';
import { useEditor } from './editor-context';
import { makeRows, participantColumns, type ParticipantRow } from './participant-columns';
import { typeIcons } from './participant-icon';
import { typeWords } from './project-words';
import { useParticipantActions } from './use-participant-actions';

/** All participants of the project; the selected one is edited in the inspector. */
export function ParticipantsTab() {
  const { model, problems, activeKey, readOnly, select } = useEditor();
  const { add, remove } = useParticipantActions();
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const rows = useMemo(() => makeRows(model.participants, problems), [model.participants, problems]);
  const removeRows = (chosen: ParticipantRow[]) => {
    remove(chosen.map((row) => row.participant.key));
    setSelected(new Set());
  };
  return (
    <DataTable
      label="Participants"
      csvName={`${model.name || 'project'}-participants`}
      rows={rows}
      columns={participantColumns}
      rowId={(row) => row.participant.key}
      activeId={activeKey}
      onOpen={(row) => select(row.participant.key)}
      selected={selected}
      onSelectedChange={readOnly ? undefined : setSelected}
      toolbar={readOnly ? null : <AddMenu />}
      bulk={(chosen) => (
        <Button size="sm" icon={Trash2} onClick={() => removeRows(chosen)}>
          Remove {chosen.length}
        </Button>
      )}
      empty={
        <EmptyState
          title="No participants yet"
          action={
            readOnly ? null : (
              <Button variant="primary" icon={Plus} onClick={() => add('server')}>
                Add the server
              </Button>
            )
          }
          secondary={readOnly ? null : <AddMenu />}
        >
          A federation has one server, the sites that train, and the people who run it.
        </EmptyState>
      }
    />
  );
}

function AddMenu() {
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
      items={types.map((type) => ({
        label: typeWords[type].label,
        icon: typeIcons[type],
        onSelect: () => add(type),
      }))}
    />
  );
}
