import { useNavigate } from '@tanstack/react-router';
import { FileLock2, FolderOutput, PackageOpen, Send } from 'lucide-react';
import type { KitSummary } from '../../preload/contract/kits';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { Section } from '../ui/page';
import { DragOut } from './drag-out';
import type { KitExports } from './use-export';

/** The ways in which this kit can leave the app, the protected one first. */
export function KitWaysOut({ kit, exports }: { kit: KitSummary; exports: KitExports }) {
  const navigate = useNavigate();
  return (
    <Section title="Send it">
      <div className="grid grid-cols-2 gap-2">
        <Button
          icon={FileLock2}
          busy={exports.busy === 'zip'}
          disabled={exports.busy !== null}
          onClick={() => exports.zip([kit])}
        >
          Protected zip
        </Button>
        <Button
          icon={FolderOutput}
          busy={exports.busy === 'folder'}
          disabled={exports.busy !== null}
          onClick={() => exports.folder([kit])}
        >
          Copy as folder
        </Button>
        <Button
          icon={Send}
          className="col-span-2"
          onClick={() => void navigate({ to: '/deployments', search: { send: kit.id } })}
        >
          Send to a host
        </Button>
      </div>
      {kit.disabled ? (
        <Callout tone="attention" title={`${kit.participant} is disabled`}>
          Its kit goes out only after a question, and not by dragging.
        </Callout>
      ) : (
        <PlainDrag kit={kit} />
      )}
    </Section>
  );
}

function PlainDrag({ kit }: { kit: KitSummary }) {
  return (
    <DragOut
      kit={kit}
      className="flex cursor-grab items-center gap-3 rounded border border-dashed border-line-strong px-3 py-2.5 hover:bg-hover"
    >
      <PackageOpen aria-hidden className="size-5 shrink-0 text-faint" />
      <p className="min-w-0 text-sm">
        <span className="block font-medium">Drag out as a plain zip</span>
        <span className="text-muted">It is not protected and holds a private key.</span>
      </p>
    </DragOut>
  );
}
