import { useState } from 'react';
import { toProblem } from '../rpc/errors';
import { toast } from '../ui/toast';
import type { OfHost } from './use-host-lists';
import { useRefreshStock } from './use-host-lists';

/** Does something with each by itself, tells of each that it did not work with, and has their hosts asked again. */
export function useForEach<T extends { hostId: string }>(
  nameOf: (row: T) => string,
  countOf: (count: number) => string,
) {
  const [busy, setBusy] = useState(false);
  const refresh = useRefreshStock();
  const run = async (rows: T[], done: string, work: (row: T) => Promise<unknown>) => {
    setBusy(true);
    const results = await Promise.allSettled(rows.map(work));
    setBusy(false);
    for (const hostId of new Set(rows.map((row) => row.hostId))) void refresh(hostId);
    const failed = results.flatMap((result, index) => {
      const row = rows[index];
      return result.status === 'rejected' && row ? [{ row, reason: toProblem(result.reason) }] : [];
    });
    const well = rows.length - failed.length;
    const [only] = rows;
    if (well > 0) toast.success(`${done} ${rows.length === 1 && only ? `"${nameOf(only)}"` : countOf(well)}`);
    for (const { row, reason } of failed.slice(0, 3))
      toast.failed(`"${nameOf(row)}": ${reason.message}`, { description: reason.details ?? reason.hint });
    if (failed.length > 3) toast.failed(`${failed.length - 3} more did not work.`);
    return failed;
  };
  return { busy, run };
}

export const keyOf = ({ hostId, id }: OfHost<{ id: string }>): string => `${hostId} ${id}`;
