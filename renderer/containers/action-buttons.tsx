import { Ellipsis, Play, ScrollText, Square, SquareTerminal } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { type ContainerAction, mostLogs } from '../../preload/contract/containers';
import { useHost } from '../rpc/use-capabilities';
import { Button, IconButton } from '../ui/button';
import { Menu, type MenuItem } from '../ui/menu';
import { actionsFor, actionWords } from './container-words';
import type { ContainerRow } from './host-view';
import type { Actions } from './use-actions';

interface ActionButtonsProps {
  rows: ContainerRow[];
  actions: Actions;
  onLogs: (rows: ContainerRow[]) => void;
  /** For one container only. */
  onRename?: () => void;
  onLimits?: () => void;
  onTerminal?: () => void;
  /** What leads to its files, before the menu. */
  files?: ReactNode;
}

const inMenu: ContainerAction[] = ['restart', 'pause', 'unpause', 'kill'];

/** What can be done with the chosen containers: what fits at least one of them. */
export function ActionButtons(props: ActionButtonsProps) {
  const { rows, actions, onLogs, onRename, onLimits, onTerminal } = props;
  const { permissions } = useHost().actor;
  const mayManage = permissions.includes('containers.manage');
  const mayUse = permissions.includes('hosts.use');
  const possible = new Set(rows.flatMap(({ state }) => actionsFor(state)));
  const act = (action: ContainerAction) => void actions.act(action, rows);
  const items: MenuItem[] = inMenu
    .filter((action) => possible.has(action))
    .map((action) => ({
      label: actionWords[action].verb,
      onSelect: () => act(action),
      danger: action === 'kill',
    }));
  if (onRename) items.push({ label: 'Rename', onSelect: onRename });
  if (onLimits) items.push({ label: 'Change limits', onSelect: onLimits });
  if (items.length > 0) items.push('separator');
  items.push({ label: 'Remove', onSelect: () => void actions.remove(rows), danger: true });
  return (
    <>
      {mayManage && possible.has('start') ? (
        <Button size="sm" icon={Play} busy={actions.busy} onClick={() => act('start')}>
          Start
        </Button>
      ) : null}
      {mayManage && possible.has('stop') ? (
        <Button size="sm" icon={Square} busy={actions.busy} onClick={() => act('stop')}>
          Stop
        </Button>
      ) : null}
      {actions.busy ? <CancelWhenSlow onCancel={actions.cancel} /> : null}
      <Button size="sm" icon={ScrollText} disabled={rows.length > mostLogs} onClick={() => onLogs(rows)}>
        Logs
      </Button>
      {mayUse && onTerminal && rows.every(({ state }) => state === 'running') ? (
        <Button size="sm" icon={SquareTerminal} onClick={onTerminal}>
          Open terminal
        </Button>
      ) : null}
      {props.files}
      {mayManage ? (
        <Menu
          label="More actions"
          align="start"
          items={items}
          trigger={<IconButton icon={Ellipsis} label="More actions" size="sm" busy={actions.busy} />}
        />
      ) : null}
    </>
  );
}

/** Most is done before anybody would reach for it. */
const slowMs = 1000;

function CancelWhenSlow({ onCancel }: { onCancel: () => void }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  if (!slow) return null;
  return (
    <Button size="sm" variant="ghost" onClick={onCancel}>
      Cancel
    </Button>
  );
}
