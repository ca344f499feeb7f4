import type { ChangedFile } from '../../../preload/contract/kit-history';

const words: Record<ChangedFile['change'], string> = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
};

/** Files that differ between two kits, with the fields where they are known. */
export function ChangedFiles({ files }: { files: ChangedFile[] }) {
  if (files.length === 0) return null;
  return (
    <ul aria-label="Changed files" className="flex flex-col gap-1.5">
      {files.map(({ path, change, fields }) => (
        <li key={path} className="min-w-0">
          <p className="wrap-anywhere">
            <span className="font-mono">{path}</span> <span className="text-muted">{words[change]}</span>
          </p>
          {fields && fields.length > 0 ? (
            <dl className="mt-0.5 ml-3 flex flex-col gap-1 border-l border-line pl-2">
              {fields.map((field) => (
                <div key={field.field} className="min-w-0">
                  <dt className="font-mono wrap-anywhere text-muted">{field.field}</dt>
                  <dd className="font-mono wrap-anywhere">
                    {field.before ?? 'not there'} → {field.after ?? 'not there'}
                  </dd>
                </div>
              ))}
            </dl>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
