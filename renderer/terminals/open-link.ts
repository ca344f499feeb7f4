import { client } from '../rpc/client';
import { formatCombo, isMod } from '../ui/shortcuts';
import { toast } from '../ui/toast';

/**
 * A link that a program wrote, with Ctrl or Cmd held: what a host says is not to be trusted with a click. A browser
 * opens it in a tab of its own, which knows nothing of this one. The window asks the person first, by a dialog that no
 * page can answer.
 */
export function openLink(event: MouseEvent, address: string): void {
  if (event.button !== 0 || !isMod(event) || !/^https?:\/\//i.test(address)) return;
  if (location.protocol === 'app:')
    client.host.openLink({ address }).catch((error: unknown) => toast.error(error));
  else window.open(address, '_blank', 'noopener,noreferrer');
}

/** What a link says while the mouse is over it. Its text may be another than where it leads. */
export const linkHint = (address: string): string =>
  `${address.slice(0, 300)}\n${formatCombo('mod+click')} opens it`;
