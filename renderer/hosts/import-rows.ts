import type { ImportItem, ImportPreview, PinItem, PinPreview } from '../../preload/contract/host-import';
import type { StatusState } from '../ui/status';
import { importActions, pinActions } from './import-words';

/** One line of a preview, of whatever source. */
export interface ImportRow {
  id: string;
  name: string;
  detail: string;
  state: StatusState;
  label: string;
  remarks: string[];
  choosable: boolean;
  /** What is chosen along with it: the new host on its way. */
  needs: string | null;
  /** Whether it is chosen to begin with. */
  suggested: boolean;
}

export interface Preview {
  path: string;
  digest: string;
  remarks: string[];
  rows: ImportRow[];
}

export const rowsOfHosts = ({ items, ...preview }: ImportPreview): Preview => ({
  ...preview,
  rows: items.map((item) => ({
    ...{ id: item.id, name: item.name, detail: describeHost(item), ...importActions[item.action] },
    remarks: [
      ...item.changes.map(({ field, from, to }) => `${field}: ${from || 'none'} becomes ${to || 'none'}.`),
      ...item.remarks,
    ],
    choosable: item.action === 'add' || item.action === 'change',
    needs: items.find(({ id, action }) => id === item.through && action === 'add')?.id ?? null,
    // What is here was set on purpose: a change is chosen on purpose, too.
    suggested: item.action === 'add',
  })),
});

const describeHost = ({ address, login, through, kind }: ImportItem): string =>
  [address, kind === 'local' ? '' : login, through === null ? '' : `through ${through}`]
    .filter(Boolean)
    .join(' · ');

export const rowsOfKeys = ({ items, ...preview }: PinPreview): Preview => ({
  ...preview,
  rows: items.map((item) => ({
    ...{ id: item.id, name: item.hosts.join(', ') || item.id, ...pinActions[item.action] },
    detail: [item.hosts.length > 0 ? item.id : '', item.type, item.fingerprint256]
      .filter(Boolean)
      .join(' · '),
    remarks: item.remark ? [item.remark] : [],
    choosable: item.action === 'pin',
    needs: null,
    suggested: suggestedPin(item),
  })),
});

/** Of the hosts that are here; a file can have hundreds of others. */
const suggestedPin = ({ action, hosts }: PinItem): boolean => action === 'pin' && hosts.length > 0;
