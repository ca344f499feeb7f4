import type { RemoteListing } from '../../preload/contract/file-calls';
import { Callout } from '../ui/error';

const words = {
  stopped: {
    title: 'The container does not run',
    text: 'Files can be looked at, edited, taken out and put in. To rename, delete or change permissions, start it.',
  },
  bare: {
    title: 'The container has no programs for files',
    text: 'They are read from its archive: looked at, edited, taken out and put in. Nothing can be renamed or deleted.',
  },
};

/** What cannot be done here, and why. */
export function LimitedNote({ limited }: Pick<RemoteListing, 'limited'>) {
  if (limited === null) return null;
  const { title, text } = words[limited];
  return (
    <Callout tone="info" title={title}>
      {text}
    </Callout>
  );
}
