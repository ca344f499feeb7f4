import { Save, Tag, Trash2 } from 'lucide-react';
import { useHost } from '../../rpc/use-capabilities';
import { Button } from '../../ui/button';
import type { ImageRow } from './image-rows';
import type { ImageActions } from './use-image-actions';

interface ImageButtonsProps {
  rows: ImageRow[];
  actions: ImageActions;
  /** For one image only. */
  onTag?: () => void;
}

/** What can be done with the chosen images. */
export function ImageButtons({ rows, actions, onTag }: ImageButtonsProps) {
  const mayManage = useHost().actor.permissions.includes('containers.manage');
  const oneHost = new Set(rows.map(({ hostId }) => hostId)).size === 1;
  if (!mayManage) return null;
  return (
    <>
      {onTag ? (
        <Button size="sm" icon={Tag} onClick={onTag}>
          Add tag
        </Button>
      ) : null}
      <Button
        size="sm"
        icon={Save}
        disabled={!oneHost || rows.length > 50}
        title={oneHost ? undefined : 'One tar has the images of one host.'}
        onClick={() => void actions.save(rows)}
      >
        Save as tar
      </Button>
      <Button size="sm" icon={Trash2} busy={actions.busy} onClick={() => void actions.remove(rows)}>
        Remove
      </Button>
    </>
  );
}
