import type { Permission } from '../../preload/contract/meta';
import type { DragOut } from '../platform/ports';

/** Who is acting. */
export interface Actor {
  id: string;
  name: string;
  permissions: ReadonlySet<Permission>;
}

/** What comes with every call, made by the door it came through. */
export interface CallContext {
  actor: Actor;
  door: 'window' | 'browser' | 'cli';
  /** The drag of the window that called; null where there is none. */
  dragOut: DragOut | null;
}
