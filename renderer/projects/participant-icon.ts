import { Building2, CircleHelp, type LucideIcon, Server, User, Waypoints } from 'lucide-react';
import type { ParticipantType } from '../../preload/contract/projects';

/** The sign of each type, beside its word. */
export const typeIcons: Record<ParticipantType, LucideIcon> = {
  server: Server,
  client: Building2,
  relay: Waypoints,
  admin: User,
  other: CircleHelp,
};
