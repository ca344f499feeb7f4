import { type ReactNode, useRef } from 'react';

interface FilePickProps {
  label: string;
  /** Endings of file names, separated by commas; all files when it is not given. */
  accept?: string;
  onFile: (file: File) => void;
  /** The button that opens the choice. */
  children: (choose: () => void) => ReactNode;
}

/** Lets the person choose a file of their own machine. */
export function FilePick({ label, accept, onFile, children }: FilePickProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={`File for ${label}`}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          // The same file can be chosen again after it was mended.
          event.target.value = '';
        }}
      />
      {children(() => input.current?.click())}
    </>
  );
}
