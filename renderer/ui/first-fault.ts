import { flushSync } from 'react-dom';

/** Shows what is wrong in a form, and goes to the first field of it, which may be out of sight. */
export function goToFirstFault(form: HTMLFormElement, show: () => void): void {
  flushSync(show);
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
