import type { CaFile } from '../../preload/contract/ca';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Callout, ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { RelativeTime } from '../ui/time';
import { certificateFacts } from './ca-facts';

interface CaImportConfirmProps {
  content: CaFile;
  intoProject: boolean;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** What is in the file, and what importing it does. */
export function CaImportConfirm(props: CaImportConfirmProps) {
  const { content, intoProject, busy, error, onConfirm, onClose } = props;
  const taken = !intoProject && content.existing?.hasCa === true;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Import the CA of ${content.projectName}`}
      description={whatHappens(content, intoProject)}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} disabled={taken} onClick={onConfirm}>
            Import the CA
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <FactList
          layout="column"
          facts={[
            { label: 'File', value: content.fileName },
            { label: 'Exported', value: <RelativeTime at={content.madeAt} /> },
            ...certificateFacts(content.ca),
          ]}
        />
        {taken ? (
          <Callout tone="attention" title={`There is a project "${content.projectName}" with a CA already`}>
            It stays as it is, as every kit of it would stop working. Rename it, then import this one beside
            it.
          </Callout>
        ) : null}
        {error ? <ErrorPanel error={error} title="The CA was not imported" /> : null}
      </div>
    </Dialog>
  );
}

function whatHappens({ projectName, existing }: CaFile, intoProject: boolean): string {
  if (intoProject) return 'This project goes on from it: its next run issues certificates of this CA.';
  if (existing) return `The project "${projectName}" is here without a CA, and goes on from this one.`;
  return `The project "${projectName}" is made of the project file in it, and goes on from this CA.`;
}
