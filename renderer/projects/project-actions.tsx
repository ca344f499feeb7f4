import { useNavigate } from '@tanstack/react-router';
import { Hammer, Save } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button';
import { useEditor } from './editor-context';
import { ProjectDialogs } from './project-dialogs';
import { ProjectMenu } from './project-menu';
import { UndoButtons } from './undo-buttons';
import { RemoveDialog } from './remove-dialog';
import type { Provision } from './use-provision';

/** Save, Provision, and everything else that can be done with the project. */
export function ProjectActions({ provision }: { provision: Provision }) {
  const { detail, dirty } = useEditor();
  const navigate = useNavigate();
  const [removing, setRemoving] = useState(false);
  const { summary } = detail;
  const readOnly = summary.archived;
  const running = summary.lastRun?.state === 'running' ? summary.lastRun : null;
  return (
    <>
      {readOnly ? null : <UndoButtons />}
      <ProjectMenu project={summary} onRemove={() => setRemoving(true)} />
      {readOnly ? null : (
        <Button icon={Save} disabled={!dirty} busy={provision.saving} onClick={provision.save}>
          Save
        </Button>
      )}
      {running ? (
        <Button
          variant="primary"
          onClick={() => void navigate({ to: '/runs/$runId', params: { runId: running.id } })}
        >
          Show run {running.number}
        </Button>
      ) : null}
      {running || readOnly ? null : (
        <Button variant="primary" icon={Hammer} busy={provision.starting} onClick={provision.start}>
          {dirty ? 'Save and provision' : 'Provision'}
        </Button>
      )}
      <ProjectDialogs />
      <RemoveDialog
        project={removing ? summary : null}
        onClose={() => setRemoving(false)}
        onRemoved={() => void navigate({ to: '/projects', ignoreBlocker: true })}
      />
    </>
  );
}
