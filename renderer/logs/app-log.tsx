import { Radio } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { LogEntry } from '../../preload/contract/logs';
import { client } from '../rpc/client';
import { useStream } from '../rpc/use-stream';
import { ErrorPanel } from '../ui/error';
import { Select } from '../ui/field';
import { LogView } from '../ui/log-view';
import { useDebounced } from '../ui/use-debounced';
import { formatEntry, toneOf } from './log-entry';

type Level = LogEntry['level'];
const levels: { value: Level; label: string }[] = [
  { value: 'debug', label: 'Debug and above' },
  { value: 'info', label: 'Info and above' },
  { value: 'warn', label: 'Warnings and errors' },
  { value: 'error', label: 'Errors only' },
];
/** More would not be read; the files on the disk have the rest. */
const kept = 5000;

/** The app's own log: filtered by level and text where it is kept, and followed live. */
export function AppLog({ initialSearch }: { initialSearch: string }) {
  const [level, setLevel] = useState<Level>('info');
  const [search, setSearch] = useState(initialSearch);
  const { entries, state, error } = useAppLog(level, useDebounced(search));
  const lines = useMemo(() => entries.map(formatEntry), [entries]);
  return (
    <>
      {error ? <ErrorPanel error={error} title="The app log could not be read" /> : null}
      <LogView
        lines={lines}
        follow
        label="App log"
        name="fedwright-app"
        initialSearch={initialSearch}
        onSearch={setSearch}
        toneOf={(index) => toneOf(entries[index]?.level)}
        empty={search === '' ? 'Nothing at this level was written.' : 'Nothing matches.'}
        toolbar={
          <>
            <Select
              aria-label="Level"
              value={level}
              onValueChange={(next) => setLevel(levels.find((l) => l.value === next)?.value ?? 'info')}
              options={levels}
              className="w-44"
            />
            {state === 'live' ? (
              <span className="inline-flex items-center gap-1.5 text-sm text-muted">
                <Radio aria-hidden className="size-3.5 text-running" />
                Live
              </span>
            ) : null}
          </>
        }
      />
    </>
  );
}

function useAppLog(level: Level, search: string) {
  const [entries, setEntries] = useState<LogEntry[]>([]);
  const first = useRef(true);
  const { state, error } = useStream({
    key: `${level} ${search}`,
    open: (signal) => {
      first.current = true;
      return client.logs.watch({ level, search, limit: 2000 }, { signal });
    },
    onEvent: (event) => {
      // The first event is what is there already, also after a lost connection.
      const replace = first.current;
      first.current = false;
      setEntries((before) => (replace ? event.entries : [...before, ...event.entries]).slice(-kept));
    },
  });
  return { entries, state, error };
}
