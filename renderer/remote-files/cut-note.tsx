import { entriesPerFolder, type RemoteListing } from '../../preload/contract/file-calls';
import { Callout } from '../ui/error';

/** That not everything is listed, and why. */
export function CutNote({ cut }: Pick<RemoteListing, 'cut'>) {
  if (cut === null) return null;
  if (cut === 'entries')
    return (
      <Callout tone="attention" title={`Only ${entriesPerFolder.toLocaleString('en')} entries are listed`}>
        The folder has more. Use a terminal for the others.
      </Callout>
    );
  return (
    <Callout tone="attention" title="Not all entries are listed">
      There is too much in this folder to read through all of it. Open one that is deeper, by its path.
    </Callout>
  );
}
