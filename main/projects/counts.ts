import type { ProjectModel } from '../../preload/contract/projects';

/** How many participants of each type a project has. */
export function countParticipants(model: ProjectModel | null) {
  const count = (type: string) =>
    model?.participants.filter((participant) => participant.type === type).length ?? 0;
  return {
    servers: count('server'),
    clients: count('client'),
    relays: count('relay'),
    admins: count('admin'),
  };
}
