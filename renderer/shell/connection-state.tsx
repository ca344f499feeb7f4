import { type ConnectionState as State, useConnection } from '../rpc/connection';
import { useHost } from '../rpc/use-capabilities';
import { Status, type StatusState } from '../ui/status';
import { Tooltip } from '../ui/tooltip';

const looks: Record<State, { state: StatusState; label: string }> = {
  open: { state: 'ok', label: 'Connected' },
  connecting: { state: 'running', label: 'Connecting' },
  lost: { state: 'attention', label: 'Reconnecting' },
  unpaired: { state: 'failed', label: 'Not paired' },
};

const doors = { window: 'Window', browser: 'Browser', cli: 'Command line' };

/** Through which door this page came, and whether it is connected. */
export function ConnectionState() {
  const host = useHost();
  const { state, label } = looks[useConnection((s) => s.state)];
  return (
    <Tooltip content={`${doors[host.door]} on ${host.platform}, data in ${host.dataDirectory}`}>
      <span tabIndex={0} role="status" className="no-drag flex h-7.5 items-center rounded-sm px-1.5">
        <Status
          state={state}
          label={label}
          detail={<span className="max-lg:hidden">{doors[host.door]}</span>}
        />
      </span>
    </Tooltip>
  );
}
