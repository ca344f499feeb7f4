import type { ReactNode } from 'react';
import { Ellipsis, Play, RotateCw, ScrollText, Send, Square } from 'lucide-react';
import type { Deployment } from '../../preload/contract/deployments';
import { useHost } from '../rpc/use-capabilities';
import { Button, IconButton } from '../ui/button';
import { Menu, type MenuItem } from '../ui/menu';
import type { Actions } from './use-actions';
import { canStart, isRunning, wantsKit } from './words';

interface ActionButtonsProps {
  rows: Deployment[];
  actions: Actions;
  /** Sends the kits that they should have. */
  onSend: (rows: Deployment[]) => void;
  /** For one only. */
  onLog?: () => void;
  /** More of them, before the menu. */
  children?: ReactNode;
}

/** What can be done with the chosen deployments: what fits at least one of them. */
export function ActionButtons({ rows, actions, onSend, onLog, children }: ActionButtonsProps) {
  const mayManage = useHost().actor.permissions.includes('deployments.manage');
  const outdated = rows.filter(wantsKit);
  const [only] = rows;
  const items: MenuItem[] = [
    ...(rows.length === 1 && only
      ? [{ label: 'Take off the list', onSelect: () => void actions.forget(only) }]
      : []),
    { label: 'Remove', danger: true, onSelect: () => void actions.remove(rows) },
  ];
  return (
    <>
      {mayManage && rows.some(canStart) ? (
        <Button size="sm" icon={Play} busy={actions.busy} onClick={() => void actions.start(rows)}>
          Start
        </Button>
      ) : null}
      {mayManage && rows.some(isRunning) ? (
        <>
          <Button size="sm" icon={Square} busy={actions.busy} onClick={() => void actions.stop(rows)}>
            Stop
          </Button>
          <Button size="sm" icon={RotateCw} busy={actions.busy} onClick={() => void actions.restart(rows)}>
            Restart
          </Button>
        </>
      ) : null}
      {mayManage && outdated.length > 0 ? (
        <Button size="sm" icon={Send} onClick={() => onSend(outdated)}>
          Send the current kit
        </Button>
      ) : null}
      {onLog ? (
        <Button size="sm" icon={ScrollText} onClick={onLog}>
          Log
        </Button>
      ) : null}
      {children}
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
