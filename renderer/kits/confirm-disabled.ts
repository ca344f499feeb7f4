import type { KitSummary } from '../../preload/contract/kits';
import { confirm } from '../ui/confirm';

/**
 * Whether kits may leave: asks when some are of disabled participants. Resolves to what the call is to be told,
 * or null when they are to stay.
 */
export async function askForDisabled(
  kits: readonly Pick<KitSummary, 'participant' | 'disabled'>[],
): Promise<{ evenDisabled: boolean } | null> {
  const disabled = kits.filter((kit) => kit.disabled).map(({ participant }) => participant);
  if (disabled.length === 0) return { evenDisabled: false };
  const names = disabled.slice(0, 5).join(', ');
  const more = disabled.length > 5 ? ` and ${disabled.length - 5} more` : '';
  const one = disabled.length === 1;
  const yes = await confirm({
    title: one ? `${names} is disabled` : `${disabled.length} participants are disabled`,
    text: `${one ? 'The kit' : `The kits of ${names}${more}`} would still work: whoever gets ${one ? 'it' : 'one'} can connect until the certificate expires or the CA is rotated.`,
    confirmLabel: one ? 'Hand it out all the same' : 'Hand them out all the same',
    danger: true,
  });
  return yes ? { evenDisabled: true } : null;
}
