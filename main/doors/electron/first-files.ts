/** Told of each file that the page asks for; gives what is to be called when it was sent. */
export type FileWatch = (pathname: string) => () => void;

/** The last of a burst has gone on its way to the page by then. */
const quietMs = 15;
/** A page that asks for nothing does not hold up the app. */
const atMostMs = 1500;

/**
 * When the page has what it starts with, and runs in its own process. Loading the app keeps this one so busy that files
 * which are asked for meanwhile would come a third of a second later.
 */
export function createFirstFiles(): { onFile: FileWatch; sent: Promise<void> } {
  let done!: () => void;
  const sent = new Promise<void>((resolve) => (done = resolve));
  const late = setTimeout(() => done(), atMostMs);
  void sent.then(() => clearTimeout(late));
  let waiting = 0;
  let hasScripts = false;
  let quiet: NodeJS.Timeout | undefined;
  return {
    sent,
    onFile(pathname) {
      waiting += 1;
      // The document names all others.
      hasScripts ||= pathname.startsWith('/assets/');
      clearTimeout(quiet);
      return () => {
        waiting -= 1;
        if (waiting === 0 && hasScripts) quiet = setTimeout(() => done(), quietMs);
      };
    },
  };
}
