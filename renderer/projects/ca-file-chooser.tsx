import { FileKey2 } from 'lucide-react';
import type { Grant } from '../../preload/contract/files';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { toast } from '../ui/toast';

/** The CA file that was chosen, and the way to choose one. */
export function CaFileChooser({ grant, onGrant }: { grant: Grant | null; onGrant: (grant: Grant) => void }) {
  const choose = async () => {
    const chosen = await pickPath({ kind: 'file', title: 'Choose a CA file' });
    if (chosen) onGrant(chosen);
  };
  return (
    <div className="flex items-center gap-3 rounded border border-dashed border-line-strong px-4 py-3">
      <FileKey2 aria-hidden className="size-5 shrink-0 text-faint" />
      <div className="min-w-0 flex-1">
        {grant ? (
          <p className="truncate font-mono text-sm" title={grant.path}>
            {grant.path.split(/[/\\]/).at(-1)}
          </p>
        ) : (
          <p className="text-muted">Choose a .fedwright-ca file.</p>
        )}
      </div>
      <Button onClick={() => void choose().catch((error: unknown) => toast.error(error))}>
        {grant ? 'Choose another' : 'Choose file'}
      </Button>
    </div>
  );
}
