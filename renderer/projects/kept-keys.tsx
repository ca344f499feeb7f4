import { Section } from '../ui/page';
import { useEditor } from './editor-context';

/** Keys of the file that no field shows. They survive every save, comments included. */
export function KeptKeys() {
  const { kept } = useEditor().detail;
  if (kept.length === 0) return null;
  return (
    <Section
      title="Kept as they are in the file"
      count={kept.length}
      description="Fedwright has no fields for these. Saving leaves them, and all comments, untouched."
    >
      <ul className="flex flex-wrap gap-1.5">
        {kept.map((path) => (
          <li key={path} className="rounded-sm bg-sunken px-1.5 py-0.5 font-mono text-sm wrap-anywhere">
            {path}
          </li>
        ))}
      </ul>
    </Section>
  );
}
