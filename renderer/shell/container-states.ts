import type { Container } from '../../preload/contract/containers';
import type { StatusState } from '../ui/status';

/** States of an engine as they are shown, wherever a container is. */
export const containerStateWords: Record<Container['state'], { state: StatusState; label: string }> = {
  created: { state: 'off', label: 'Created' },
  running: { state: 'ok', label: 'Running' },
  paused: { state: 'attention', label: 'Paused' },
  // Only one that ended by itself, over and over, is found in this state.
  restarting: { state: 'attention', label: 'Restarting' },
  removing: { state: 'running', label: 'Removing' },
  exited: { state: 'off', label: 'Stopped' },
  dead: { state: 'failed', label: 'Dead' },
  unknown: { state: 'stale', label: 'Unknown' },
};

/** @param state in the engine's own word */
export const wordOfState = (state: string): string =>
  Object.entries(containerStateWords).find(([each]) => each === state)?.[1].label ?? state;
