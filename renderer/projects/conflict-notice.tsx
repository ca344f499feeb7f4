import { useNavigate } from '@tanstack/react-router';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { RelativeTime } from '../ui/time';
import { isOvertaken } from './draft';
import { useDraftStore } from './draft-store';
import { useEditor } from './editor-context';
import { useSaveCopy } from './use-save';

/** Someone else, or another window, stored this project while it was edited here: three ways on. */
export function ConflictNotice() {
  const { projectId, draft, detail } = useEditor();
  const navigate = useNavigate();
  const copy = useSaveCopy(projectId);
  const { reload, keepEdits } = useDraftStore.getState();
  if (!isOvertaken(draft, detail)) return null;
  const saveCopy = () =>
    copy.mutate(detail, {
      onSuccess: ({ saved }) =>
        void navigate({
          to: '/projects/$projectId',
          params: { projectId: saved.summary.id },
          ignoreBlocker: true,
        }),
    });
  return (
    <Callout tone="attention" title="This project was changed elsewhere while you edited it">
      <p>
        Another window or the command line stored it <RelativeTime at={detail.summary.updatedAt} />. Your
        edits are still here and are not stored.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" onClick={() => reload(projectId, detail)}>
          Reload and drop my edits
        </Button>
        <Button size="sm" busy={copy.isPending} onClick={saveCopy}>
          Save my edits as a copy
        </Button>
        <Button size="sm" variant="ghost" onClick={() => keepEdits(projectId, detail)}>
          Keep editing and overwrite
        </Button>
      </div>
    </Callout>
  );
}
