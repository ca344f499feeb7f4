import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { cn } from './cn';
import { countMatches, Highlight } from './highlight';
import { LogToolbar } from './log-toolbar';

interface LogViewProps {
  /** The whole text, or its lines. */
  lines: string | readonly string[];
  /** Stays at the end while lines are added, until the person scrolls up. */
  follow?: boolean;
  label?: string;
  /** File name for saving it, without ending. */
  name?: string;
  /** Beside the search field. */
  toolbar?: ReactNode;
  className?: string;
  empty?: string;
  /** How much a line matters, by its index. */
  toneOf?: (index: number) => LineTone;
  initialSearch?: string;
  /** Told what is searched for, for logs that are searched where they are kept. */
  onSearch?: (search: string) => void;
}

type LineTone = 'failed' | 'attention' | 'faint' | undefined;
const toneLooks = { failed: 'text-failed', attention: 'text-attention', faint: 'text-muted' };

const lineHeight = 18;
/** Pixels from the end within which the view still counts as being at the end. */
const endSlack = 40;

/** A log in monospaced lines: virtual, searchable, to be copied and saved. */
export function LogView(props: LogViewProps) {
  const { lines, follow = false, label = 'Log', name = 'log', empty = 'Nothing was written.' } = props;
  const list = useMemo(() => (typeof lines === 'string' ? splitLines(lines) : lines), [lines]);
  const [search, setSearch] = useState(props.initialSearch ?? '');
  const matches = useMemo(() => matchingLines(list, search), [list, search]);
  const [current, setCurrent] = useState(0);
  const view = useFollowing(list.length, follow);

  const { virtual } = view;
  const goTo = (index: number) => {
    const line = matches[index];
    if (line === undefined) return;
    setCurrent(index);
    view.setFollowing(false);
    virtual.scrollToIndex(line, { align: 'center' });
  };
  /** To the first one in view or after it; without one there to the last before it. */
  const find = (text: string) => {
    setSearch(text);
    props.onSearch?.(text);
    setCurrent(0);
    const found = matchingLines(list, text);
    // What is searched where it is kept comes anew.
    if (found.length === 0 || props.onSearch) return;
    const top = virtual.range?.startIndex ?? 0;
    const next = found.findIndex((line) => line >= top);
    const index = next < 0 ? found.length - 1 : next;
    setCurrent(index);
    view.setFollowing(false);
    virtual.scrollToIndex(found[index] ?? 0, { align: 'auto' });
  };
  const step = (by: number) => goTo((current + by + matches.length) % matches.length);

  return (
    <div className={cn('flex min-h-40 min-w-0 flex-1 flex-col gap-2', props.className)}>
      <LogToolbar
        label={label}
        name={name}
        text={() => list.join('\n')}
        lineCount={list.length}
        search={search}
        onSearch={find}
        matchCount={matches.length}
        current={current}
        onStep={step}
        following={follow ? view.following : null}
        onFollow={view.follow}
      >
        {props.toolbar}
      </LogToolbar>
      <div
        ref={view.scroller}
        role="log"
        aria-live="off"
        aria-label={label}
        tabIndex={0}
        onScroll={view.onScroll}
        className="min-h-0 flex-1 overflow-auto rounded border border-line bg-sunken py-1.5 font-mono text-sm leading-[18px]"
      >
        {list.length === 0 ? <p className="px-3 text-muted">{empty}</p> : null}
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => (
            <LogLine
              key={item.key}
              index={item.index}
              top={item.start}
              measure={virtual.measureElement}
              text={list[item.index] ?? ''}
              search={search}
              current={search !== '' && matches[current] === item.index}
              tone={props.toneOf?.(item.index)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface LogLineProps {
  index: number;
  /** Pixels from the first line. */
  top: number;
  measure: (element: HTMLElement | null) => void;
  text: string;
  search: string;
  current: boolean;
  tone: LineTone;
}

function LogLine({ index, top, measure, text, search, current, tone }: LogLineProps) {
  return (
    <div
      ref={measure}
      data-index={index}
      style={{ transform: `translateY(${top}px)` }}
      className={cn(
        'absolute inset-x-0 top-0 px-3 whitespace-pre-wrap wrap-anywhere',
        tone && toneLooks[tone],
        current && 'bg-accent-soft',
      )}
    >
      <Highlight text={text} search={search} />
    </div>
  );
}

/** Keeps the end in view while the log grows, as long as the person has not scrolled away from it. */
function useFollowing(count: number, follow: boolean) {
  const scroller = useRef<HTMLDivElement>(null);
  const [stuck, setFollowing] = useState(true);
  const following = follow && stuck;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 30,
  });
  const total = virtual.getTotalSize();
  useEffect(() => {
    if (following && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [following, total]);
  // A note that comes above takes some of its room, at the end where the newest lines are.
  useEffect(() => {
    const box = scroller.current;
    if (!following || !box) return;
    const observer = new ResizeObserver(() => (box.scrollTop = box.scrollHeight));
    observer.observe(box);
    return () => observer.disconnect();
  }, [following]);
  const onScroll = () => {
    const box = scroller.current;
    if (!follow || !box) return;
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < endSlack;
    if (atEnd !== following && (atEnd || virtual.scrollDirection === 'backward')) setFollowing(atEnd);
  };
  return { scroller, virtual, following, setFollowing, follow: () => setFollowing(true), onScroll };
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function matchingLines(lines: readonly string[], search: string): number[] {
  if (search === '') return [];
  return lines.flatMap((line, index) => (countMatches(line, search) > 0 ? [index] : []));
}
