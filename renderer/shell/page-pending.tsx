/** While a page's code or data is on its way: quiet, and of the page's size. */
export function PagePending() {
  return (
    <div role="status" className="flex h-full animate-appear items-center justify-center text-faint">
      Loading
    </div>
  );
}
