/** So many frames the field itself is waited for: a row of a long list is there only once it is scrolled to. */
export const exactFrames = 10;

/**
 * Hands over the first of these elements that is on the page, frame after frame; null after `patience` frames. The
 * first one is preferred while it may still come.
 * @param ids as `fieldIdsOutwards` gives them
 * @returns what calls it off
 */
export function awaitField(
  ids: readonly string[],
  patience: number,
  onFound: (element: HTMLElement | null) => void,
): () => void {
  const [first = ''] = ids;
  let frame = 0;
  const look = (passed: number) => {
    const exact = document.getElementById(first);
    const any = passed < exactFrames ? null : ids.map((id) => document.getElementById(id)).find(Boolean);
    const found = exact ?? any ?? null;
    if (found || passed >= patience) return onFound(found);
    frame = requestAnimationFrame(() => look(passed + 1));
  };
  frame = requestAnimationFrame(() => look(0));
  return () => cancelAnimationFrame(frame);
}
