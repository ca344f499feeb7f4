import { Copy, PencilLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button';
import { BulkDialog } from './bulk-dialog';
import { useEditor } from './editor-context';
import type { ParticipantRow } from './participant-rows';
import { useParticipantActions } from './use-participant-actions';

/** What can be done with the selected participants. */
export function BulkBar({ chosen }: { chosen: ParticipantRow[] }) {
  const { selectMany } = useEditor();
  const { duplicateMany, remove } = useParticipantActions();
  const [changing, setChanging] = useState(false);
  const participants = chosen.map((row) => row.participant);
  const keys = participants.map(({ key }) => key);
  const onlyServer = participants.every(({ type }) => type === 'server');
  return (
    <>
      <Button size="sm" icon={PencilLine} onClick={() => setChanging(true)}>
        Change {chosen.length}
      </Button>
      <Button size="sm" icon={Copy} disabled={onlyServer} onClick={() => duplicateMany(keys)}>
        Duplicate
      </Button>
      <Button
        size="sm"
        icon={Trash2}
        onClick={() => {
          remove(keys);
          selectMany(new Set());
        }}
      >
        Remove {chosen.length}
      </Button>
      {changing ? <BulkDialog participants={participants} onClose={() => setChanging(false)} /> : null}
    </>
  );
}
