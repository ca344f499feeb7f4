import { useNavigate } from '@tanstack/react-router';
import { client } from '../rpc/client';
import { useStream } from '../rpc/use-stream';
import { useDroppedFile } from '../ui/dropped-file';

/** Takes a project file that the operating system asked to open to the import, as if it were dropped. */
export function useOpenedFiles(): void {
  const navigate = useNavigate();
  useStream({
    key: 'files.opened',
    open: (signal) => client.files.opened(undefined, { signal }),
    onEvent: ({ fileName, text }) => {
      useDroppedFile.getState().set(fileName, text);
      void navigate({ to: '/projects', search: { import: 1 } });
    },
  });
}
