import { useState } from 'react';
import { Button } from '../ui/button';
import { ShownOnce } from '../ui/shown-once';
import { Status } from '../ui/status';
import { HandoverForm } from './handover-form';
import { countKits } from './kit-words';
import type { ProtectedExport } from './use-export';
import { undoHandovers } from './use-withdraw';

/** Shows the password of a protected zip, this once, and offers to record who gets the zip. */
export function ExportDialog({ done, onClose }: { done: ProtectedExport; onClose: () => void }) {
  const [recording, setRecording] = useState(false);
  const [recorded, setRecorded] = useState<readonly string[]>([]);
  return (
    <ShownOnce
      title={`${countKits(done.kits.length)} in a protected zip`}
      description={done.savedTo ? `Saved as ${done.savedTo}` : `Downloaded as ${done.fileName}`}
      label="Password"
      secret={done.password}
      lost="Without it the zip cannot be opened."
      onClose={onClose}
      actions={
        recording || recorded.length > 0 ? null : (
          <Button onClick={() => setRecording(true)}>Record the hand-over</Button>
        )
      }
      busy={recording}
    >
      <p className="text-muted">
        This password is not stored and will not be shown again. Send it separately from the zip, through
        another channel.
      </p>
      <p className="text-muted">
        7-Zip, WinZip and Keka open the zip. Windows Explorer alone cannot: it knows no AES encryption.
      </p>
      {recording ? (
        <HandoverForm
          kits={done.kits}
          method="Protected zip"
          onDone={(handoverIds) => {
            setRecording(false);
            setRecorded(handoverIds);
          }}
          quiet
          onCancel={() => setRecording(false)}
        />
      ) : null}
      {recorded.length > 0 ? (
        <div className="flex items-center gap-3">
          <Status state="ok" label="The hand-over is recorded" />
          <Button
            size="sm"
            onClick={() => {
              setRecorded([]);
              void undoHandovers(recorded);
            }}
          >
            Undo
          </Button>
        </div>
      ) : null}
    </ShownOnce>
  );
}
