/** How often `search` is in `text`, whatever the case. */
export function countMatches(text: string, search: string): number {
  if (search === '') return 0;
  return text.toLowerCase().split(search.toLowerCase()).length - 1;
}

/** Text with every match of a search marked. */
export function Highlight({ text, search }: { text: string; search: string }) {
  if (countMatches(text, search) === 0) return text === '' ? '\u00a0' : text;
  const parts: { text: string; match: boolean; at: number }[] = [];
  const lower = text.toLowerCase();
  const wanted = search.toLowerCase();
  let at = 0;
  for (let found = lower.indexOf(wanted); found !== -1; found = lower.indexOf(wanted, at)) {
    if (found > at) parts.push({ text: text.slice(at, found), match: false, at });
    parts.push({ text: text.slice(found, found + wanted.length), match: true, at: found });
    at = found + wanted.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), match: false, at });
  return parts.map((part) =>
    part.match ? (
      <mark key={part.at} className="rounded-sm bg-attention/30 text-ink">
        {part.text}
      </mark>
    ) : (
      <span key={part.at}>{part.text}</span>
    ),
  );
}
