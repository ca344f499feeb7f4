import { Lock } from 'lucide-react';
import type { KitDetail } from '../../preload/contract/kits';
import { Section } from '../ui/page';
import { Bytes } from '../ui/time';

/** Every file of the kit with its size and who may read it; the secret ones are marked. */
export function KitFiles({ files }: { files: KitDetail['files'] }) {
  return (
    <Section title="Files" count={files.length}>
      <div className="overflow-hidden rounded border border-line">
        <table className="w-full table-fixed text-sm">
          <thead className="border-b border-line text-left text-faint">
            <tr>
              <th className="px-3 py-1 font-medium">Path</th>
              <th className="w-16 py-1 font-medium">Mode</th>
              <th className="w-20 px-3 py-1 text-right font-medium">Size</th>
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <tr key={file.path} className="border-b border-line last:border-b-0">
                <td className="px-3 py-1">
                  <span className="flex min-w-0 items-center gap-1">
                    <span className="truncate font-mono" title={file.path}>
                      {file.path}
                    </span>
                    {file.secret ? <SecretMark /> : null}
                  </span>
                </td>
                <td className="py-1 font-mono text-muted">{file.mode}</td>
                <td className="px-3 py-1 text-right text-muted">
                  <Bytes value={file.sizeBytes} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function SecretMark() {
  return (
    <span className="inline-flex shrink-0 items-center gap-0.5 text-attention">
      <Lock aria-hidden className="size-3" />
      secret
    </span>
  );
}
