import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../ui/button';
import { SearchField } from '../ui/search-field';
import { sessionOf } from './store';

/** Looks for a text in all that a pane still keeps. Enter goes upwards, Shift+Enter downwards, Escape closes it. */
export function SearchBar({ pane, onClose }: { pane: string; onClose: () => void }) {
  const [text, setText] = useState('');
  const [found, setFound] = useState(true);
  const look = (words: string, way: 'up' | 'down', incremental = false) => {
    const search = sessionOf(pane)?.screen.search;
    if (!search || words === '') return setFound(true);
    setFound(way === 'up' ? search.findPrevious(words, { incremental }) : search.findNext(words));
  };
  return (
    <div className="flex items-center gap-1 border-b border-line px-2 py-1">
      <SearchField
        autoFocus
        aria-label="Search in the terminal"
        value={text}
        onChange={(words) => {
          setText(words);
          look(words, 'up', true);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') look(text, event.shiftKey ? 'down' : 'up');
          if (event.key === 'Escape') onClose();
        }}
      />
      <IconButton size="sm" icon={ChevronUp} label="The one before" onClick={() => look(text, 'up')} />
      <IconButton size="sm" icon={ChevronDown} label="The next one" onClick={() => look(text, 'down')} />
      <span role="status" className="flex-1 text-sm text-muted">
        {found ? '' : 'Not found'}
      </span>
      <IconButton size="sm" icon={X} label="Close the search" onClick={onClose} />
    </div>
  );
}
