import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { RemoteLook } from '../../preload/contract/file-calls';
import { ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { InspectorHead } from '../ui/inspector-head';
import { Progress } from '../ui/progress';
import { Bytes, RelativeTime } from '../ui/time';
import { DragHandle } from './drag-handle';
import { EntryActions } from './entry-actions';
import { type Place, queriesOf } from './place';
import { TextEditor } from './text-editor';
import { formatMode, kindWords, octal } from './words';

interface InspectorProps {
  place: Place;
  path: string;
  mayChange: boolean;
  onClose: () => void;
  onMoved: (path: string) => void;
  onFolder: (path: string) => void;
}

/** One file or folder: its facts, its content, and what can be done with it. */
export function FileInspector({ place, path, onClose, ...rest }: InspectorProps) {
  const input = { ...place, path };
  const options = queriesOf(place).look.queryOptions({ input, retry: false, staleTime: Infinity });
  const look = useQuery(options);
  const queries = useQueryClient();
  return (
    <>
      <InspectorHead title={look.data?.entry.name ?? 'File'} onClose={onClose} />
      <div className="flex flex-col gap-4 p-4">
        {look.isPending ? <Progress value={null} label="Reading the file" /> : null}
        {look.error ? (
          <ErrorPanel error={look.error} title="It could not be read" onRetry={() => void look.refetch()} />
        ) : null}
        {look.data ? (
          <>
            <EntryActions place={place} look={look.data} onClose={onClose} {...rest} />
            {look.data.entry.kind === 'file' ? <DragHandle place={place} entry={look.data.entry} /> : null}
            <Facts look={look.data} />
            <Content
              place={place}
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
  place: Place;
  look: RemoteLook;
  onSaved: (look: RemoteLook) => void;
}

function Content({ place, look: { entry, content }, onSaved }: ContentProps) {
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
      place={place}
      path={entry.path}
      name={entry.name}
      content={content}
      onSaved={onSaved}
    />
  );
}
