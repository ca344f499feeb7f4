import { useNavigate } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useDroppedFile } from '../ui/dropped-file';
import { toast } from '../ui/toast';

/** The contract takes 4 million characters of a project file. */
const largestBytes = 4_000_000;

/** Takes a project.yml that is dropped anywhere on the window to the import. */
export function FileDrop() {
  const navigate = useNavigate();
  const take = useEffectEvent(async (file: File) => {
    if (!/\.ya?ml$/i.test(file.name)) {
      toast.info('Only a project.yml can be dropped here.', { description: `${file.name} was left alone.` });
      return;
    }
    if (file.size > largestBytes) {
      toast.info(`${file.name} is too large for a project file.`);
      return;
    }
    useDroppedFile.getState().set(file.name, await file.text());
    await navigate({ to: '/projects', search: { import: 1 } });
  });
  const over = useFileDrag((file) => void take(file));
  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid place-items-center bg-scrim p-6 animate-appear">
      <div className="flex items-center gap-3 rounded border border-accent bg-raised px-6 py-5 shadow-float">
        <FileUp aria-hidden className="size-5 text-accent" />
        <div>
          <p className="text-lg font-semibold">Drop to import</p>
          <p className="text-muted">A project.yml is checked before anything is stored.</p>
        </div>
      </div>
    </div>
  );
}

/** Whether files from outside are over the window; hands over the first one that is dropped. */
function useFileDrag(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const drop = useEffectEvent(onFile);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const show = (by: number) => {
      depth.current = Math.max(0, depth.current + by);
      setOver(depth.current > 0);
    };
    const onEnter = (event: DragEvent) => hasFiles(event) && show(1);
    const onLeave = (event: DragEvent) => hasFiles(event) && show(-1);
    const onOver = (event: DragEvent) => hasFiles(event) && event.preventDefault();
    const onDrop = (event: DragEvent) => {
      depth.current = 0;
      setOver(false);
      const file = event.dataTransfer?.files[0];
      // A page's own drop zone has taken it when the default is prevented already.
      if (event.defaultPrevented || !file) return;
      event.preventDefault();
      drop(file);
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return over;
}
