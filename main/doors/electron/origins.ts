/** Where the window's page comes from. */
export const pageOrigin = 'app://fedwright';
export const pageUrl = `${pageOrigin}/index.html`;

/** Hosts that links of the page may lead to, in the person's own browser. Whole names, compared as such. */
const outside = new Set(['github.com', 'nvflare.readthedocs.io', 'nvidia.github.io', 'www.python.org']);

/** Whether a URL is of our own page. */
export function isOwnPage(url: string): boolean {
  const parsed = parse(url);
  return parsed !== null && parsed.protocol === 'app:' && parsed.host === 'fedwright';
}

/** Whether a link may be handed to the person's browser. */
export function mayOpenOutside(url: string): boolean {
  const parsed = parse(url);
  if (parsed === null) return false;
  return (
    isForward(parsed) || (parsed.protocol === 'https:' && parsed.port === '' && outside.has(parsed.hostname))
  );
}

/**
 * The start page of a forwarded port. Nothing but that: an address with a path or a query could make some other
 * service of this machine do something.
 */
const isForward = ({ href }: URL): boolean => /^http:\/\/127\.0\.0\.1:\d+\/$/.test(href);

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
