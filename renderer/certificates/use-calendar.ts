import { useMutation } from '@tanstack/react-query';
import { orpc } from '../rpc/client';
import { followDownload } from '../ui/download-link';
import { toast } from '../ui/toast';

/** Saves the ends of certificates as a calendar file. */
export function useCalendar() {
  return useMutation(
    orpc.certificates.calendar.mutationOptions({
      onSuccess: ({ url, fileName }) => followDownload(url, fileName),
      onError: (error) => toast.error(error),
    }),
  );
}
