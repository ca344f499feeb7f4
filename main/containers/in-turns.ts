/** How many containers of one host are asked at once; each is a channel of its one connection. */
const askedAtOnce = 6;

/** Does something for each in their order, some at once. Those that the signal comes before have no result. */
export async function inTurns<T, R>(
  items: T[],
  signal: AbortSignal,
  work: (item: T) => Promise<R>,
  atOnce = askedAtOnce,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length && !signal.aborted) {
      const at = next++;
      const item = items[at];
      if (item !== undefined) results[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
