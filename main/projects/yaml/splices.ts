/** A part of a text and what takes its place. */
export interface Splice {
  from: number;
  to: number;
  text: string;
}

/**
 * Collects changes of one text. A change that overlaps an earlier one is left out and `complete` tells so:
 * the caller applies what there is, reads the text again and asks for the rest.
 */
export class Splices {
  readonly #splices: Splice[] = [];
  complete = true;

  add(from: number, to: number, text: string): void {
    // Also true for an insertion inside a replaced part; of two insertions at one place, see `applyTo`.
    if (this.#splices.some((each) => from < each.to && each.from < to)) this.complete = false;
    else this.#splices.push({ from, to, text });
  }

  get isEmpty(): boolean {
    return this.#splices.length === 0;
  }

  applyTo(text: string): string {
    const parts: string[] = [];
    let at = 0;
    const ordered = this.#splices.map((splice, order) => ({ ...splice, order }));
    // New lines at the end of a block may end outer blocks as well: the deepest come first.
    ordered.sort(
      (a, b) => a.from - b.from || a.to - b.to || indentOf(b.text) - indentOf(a.text) || a.order - b.order,
    );
    for (const { from, to, text: replacement } of ordered) {
      parts.push(text.slice(at, from), replacement);
      at = to;
    }
    parts.push(text.slice(at));
    return parts.join('');
  }
}

const indentOf = (text: string): number => /^\n( *)/.exec(text)?.[1]?.length ?? 0;
