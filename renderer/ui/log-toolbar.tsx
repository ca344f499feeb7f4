import { ArrowDownToLine, Check, ChevronDown, ChevronUp, Copy, Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button, IconButton } from './button';
import { copyText } from './copy';
import { SearchField } from './search-field';
import { downloadText } from './table-csv';

interface LogToolbarProps {
  label: string;
  name: string;
  text: () => string;
  lineCount: number;
  search: string;
  onSearch: (search: string) => void;
  matchCount: number;
  current: number;
  onStep: (by: 1 | -1) => void;
  /** Null: this log does not grow. */
  following: boolean | null;
  onFollow: () => void;
  children?: ReactNode;
}

/** Search, follow, copy and save of a log. */
export function LogToolbar(props: LogToolbarProps) {
  const [copied, setCopied] = useState(false);
  const copy = () => void copyText(props.text()).then(() => setCopied(true));
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2">
      <LogSearch {...props} />
      {props.children}
      <div className="ml-auto flex items-center gap-1">
        {props.following === false ? (
          <Button size="sm" icon={ArrowDownToLine} onClick={props.onFollow}>
            Follow
          </Button>
        ) : null}
        <span className="tabular mx-1 text-sm text-muted">
          {props.lineCount} {props.lineCount === 1 ? 'line' : 'lines'}
        </span>
        <IconButton
          icon={copied ? Check : Copy}
          label={copied ? 'Copied' : 'Copy the lines shown'}
          size="sm"
          onClick={copy}
          onMouseLeave={() => setCopied(false)}
        />
        <IconButton
          icon={Download}
          label="Save the lines shown"
          size="sm"
          onClick={() => downloadText(`${props.name}.txt`, props.text())}
        />
      </div>
    </div>
  );
}

function LogSearch({ label, search, onSearch, matchCount, current, onStep }: LogToolbarProps) {
  return (
    <div className="flex items-center gap-1">
      <SearchField
        value={search}
        onChange={onSearch}
        placeholder="Find"
        aria-label={`Find in ${label.toLowerCase()}`}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && matchCount > 0) onStep(event.shiftKey ? -1 : 1);
        }}
      />
      {search === '' ? null : (
        <>
          <span role="status" className="tabular min-w-16 px-1 text-sm text-muted">
            {matchCount === 0 ? 'No matches' : `${current + 1} of ${matchCount}`}
          </span>
          <IconButton
            icon={ChevronUp}
            label="Previous match"
            size="sm"
            disabled={matchCount === 0}
            onClick={() => onStep(-1)}
          />
          <IconButton
            icon={ChevronDown}
            label="Next match"
            size="sm"
            disabled={matchCount === 0}
            onClick={() => onStep(1)}
          />
        </>
      )}
    </div>
  );
}
