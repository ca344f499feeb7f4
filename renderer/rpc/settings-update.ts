import { useMutation } from '@tanstack/react-query';
import type { SettingsView } from '../../preload/contract/settings';
import { orpc } from './client';
import { queryClient } from './query-client';
import { toast } from '../ui/toast';

/** Puts what main answered on the page at once. */
export function rememberSettings(view: SettingsView): void {
  queryClient.setQueryData(orpc.settings.get.queryKey(), view);
}

/** Changes settings; a refusal is told in a toast. */
export function useSettingsUpdate() {
  return useMutation(
    orpc.settings.update.mutationOptions({
      onSuccess: rememberSettings,
      onError: (error) => toast.error(error),
    }),
  );
}
