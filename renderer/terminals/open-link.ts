import { isMod } from '../ui/shortcuts';
import { toast } from '../ui/toast';

/**
 * A link that a program wrote, with Ctrl or Cmd held: what a host says is not to be trusted with a click. A browser
 * opens it in a tab of its own. The window leads to a few known places only, so there its address is copied.
 */
export function openLink(event: MouseEvent, address: string): void {
  if (!isMod(event) || !/^https?:\/\//i.test(address)) return;
  if (location.protocol !== 'app:') {
    window.open(address, '_blank', 'noopener,noreferrer');
    return;
  }
  navigator.clipboard.writeText(address).then(
    () => toast.info('The address of the link was copied', { description: address.slice(0, 200) }),
    (error: unknown) => toast.error(error),
  );
}
