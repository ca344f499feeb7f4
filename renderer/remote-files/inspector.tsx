import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, KeyRound, PencilLine, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import type { RemoteEntry, RemoteLook } from '../../preload/contract/file-calls';
import { client, orpc } from '../rpc/client';
import { Button, IconButton } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { Progress } from '../ui/progress';
import { Bytes, RelativeTime } from '../ui/time';
import { NameDialog } from './name-dialog';
import { RemoveDialog } from './remove-dialog';
import { TextEditor } from './text-editor';
import { useDownload } from './use-download';
import { useRefreshFiles } from './use-files';
import { formatMode, kindWords, octal, readMode } from './words';

interface InspectorProps {
  hostId: string;
  path: string;
  onClose: () => void;
  onMoved: (path: string) => void;
}

/** One file or folder: its facts, its content, and what can be done with it. */
export function FileInspector({ hostId, path, onClose, onMoved }: InspectorProps) {
  const input = { hostId, path };
  const options = orpc.remoteFiles.look.queryOptions({ input, retry: false, staleTime: Infinity });
  const look = useQuery(options);
  const queries = useQueryClient();
  return (
    <>
      <header className="sticky top-0 z-10 flex items-start gap-2 border-b border-line bg-surface py-2 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate py-0.5 font-semibold whitespace-pre">
          {look.data?.entry.name ?? 'File'}
        </h2>
        <IconButton icon={X} label="Close" size="sm" onClick={onClose} />
      </header>
      <div className="flex flex-col gap-4 p-4">
        {look.isPending ? <Progress value={null} label="Reading the file" /> : null}
        {look.error ? (
          <ErrorPanel error={look.error} title="It could not be read" onRetry={() => void look.refetch()} />
        ) : null}
        {look.data ? (
          <>
            <Actions hostId={hostId} entry={look.data.entry} onClose={onClose} onMoved={onMoved} />
            <Facts look={look.data} />
            <Content
              hostId={hostId}
              look={look.data}
              onSaved={(next) => queries.setQueryData(options.queryKey, next)}
            />
          </>
        ) : null}
      </div>
    </>
  );
}

function Facts({ look: { entry, target } }: { look: RemoteLook }) {
  const facts = [
    { label: 'Kind', value: kindWords[entry.kind] },
    ...(target === null ? [] : [{ label: 'Leads to', value: <span className="font-mono">{target}</span> }]),
    ...(entry.kind === 'file' ? [{ label: 'Size', value: <Bytes value={entry.sizeBytes} /> }] : []),
    { label: 'Modified', value: <RelativeTime at={entry.modifiedAt} /> },
    {
      label: 'Permissions',
      value: (
        <span className="font-mono">
          {formatMode(entry.mode)} ({octal(entry.mode)})
        </span>
      ),
    },
  ];
  return <FactList layout="column" facts={facts} />;
}

interface ContentProps {
  hostId: string;
  look: RemoteLook;
  onSaved: (look: RemoteLook) => void;
}

function Content({ hostId, look: { entry, content }, onSaved }: ContentProps) {
  if (content.type === 'none') return <p className="text-muted">{content.why}</p>;
  if (content.type === 'picture')
    return (
      <img
        src={content.url}
        alt={entry.name}
        className="max-h-96 max-w-full self-start rounded border border-line bg-sunken object-contain"
      />
    );
  return (
    <TextEditor
      key={content.version?.sha256 ?? entry.path}
      hostId={hostId}
      path={entry.path}
      name={entry.name}
      content={content}
      onSaved={onSaved}
    />
  );
}

interface ActionsProps {
  hostId: string;
  entry: RemoteEntry;
  onClose: () => void;
  onMoved: (path: string) => void;
}

function Actions({ hostId, entry, onClose, onMoved }: ActionsProps) {
  const [asking, setAsking] = useState<'name' | 'mode' | 'remove' | null>(null);
  const download = useDownload(hostId);
  const refresh = useRefreshFiles();
  const close = () => setAsking(null);
  return (
    <div className="flex flex-wrap gap-2">
      {entry.kind === 'file' ? (
        <Button size="sm" icon={Download} onClick={() => void download(entry)}>
          Download
        </Button>
      ) : null}
      <Button size="sm" icon={PencilLine} onClick={() => setAsking('name')}>
        Rename
      </Button>
      {entry.kind === 'link' ? null : (
        <Button size="sm" icon={KeyRound} onClick={() => setAsking('mode')}>
          Permissions
        </Button>
      )}
      <Button size="sm" icon={Trash2} onClick={() => setAsking('remove')}>
        Delete
      </Button>
      {asking === 'name' ? (
        <NameDialog
          title={`Rename ${entry.name}`}
          label="New name"
          initial={entry.name}
          confirmLabel="Rename"
          check={(name) => (/\//.test(name) || /^\.\.?$/.test(name) ? 'A name has no slash.' : null)}
          onClose={close}
          onSubmit={async (name) => {
            const moved = await client.remoteFiles.rename({ hostId, path: entry.path, name });
            onMoved(moved.path);
            await refresh();
          }}
        />
      ) : null}
      {asking === 'mode' ? (
        <ModeDialog hostId={hostId} entry={entry} onClose={close} onDone={refresh} />
      ) : null}
      {asking === 'remove' ? (
        <RemoveDialog hostId={hostId} entries={[entry]} onClose={close} onDone={onClose} />
      ) : null}
    </div>
  );
}

function ModeDialog({
  hostId,
  entry,
  onClose,
  onDone,
}: {
  hostId: string;
  entry: RemoteEntry;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  return (
    <NameDialog
      title={`Permissions of ${entry.name}`}
      label="Octal"
      help="Three digits for owner, group and others: 4 reads, 2 writes, 1 runs or enters."
      initial={octal(entry.mode)}
      confirmLabel="Change permissions"
      check={(text) => (readMode(text) === null ? 'Three or four digits from 0 to 7.' : null)}
      onClose={onClose}
      onSubmit={async (text) => {
        const mode = readMode(text) ?? entry.mode;
        await client.remoteFiles.setMode({ hostId, path: entry.path, mode });
        await onDone();
      }}
    />
  );
}
