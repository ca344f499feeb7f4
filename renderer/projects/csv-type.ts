import type { NewParticipantType } from './participant-edit';

const words: Record<string, NewParticipantType> = {
  server: 'server',
  client: 'client',
  site: 'client',
  hospital: 'client',
  relay: 'relay',
  admin: 'admin',
  administrator: 'admin',
  user: 'admin',
  person: 'admin',
};

/** A type as people write it; null when it is none that can be added. */
export const readType = (text: string): NewParticipantType | null => words[text.trim().toLowerCase()] ?? null;
