/** Moves the focus to the next or previous region of the window: top bar, sidebar, page, inspector. */
export function moveRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  // The inspector is inside the page's region: the innermost one is where the focus is.
  const current = document.activeElement?.closest<HTMLElement>('[data-region]') ?? null;
  const index = current ? regions.indexOf(current) : step === 1 ? -1 : 0;
  const next = regions[(index + step + regions.length) % regions.length];
  if (!next) return;
  const first = 'a[href], button:not(:disabled), input, [tabindex="0"]';
  const inner = next.querySelector<HTMLElement>(next.tagName === 'MAIN' ? '[data-page-content]' : first);
  (inner ?? next).focus();
}
