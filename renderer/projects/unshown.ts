import type { ParticipantType } from '../../preload/contract/projects';
import { isWithin, type PlacedProblem } from './field-path';

const ofEveryone = ['name', 'org', 'description'];
const files = ['custom_ca_cert', 'cc_config'];
const ofParticipants: Record<ParticipantType, string[]> = {
  server: [
    ...ofEveryone,
    'host_names',
    'default_host',
    'fed_learn_port',
    'admin_port',
    'connection_security',
    ...files,
  ],
  client: [
    ...ofEveryone,
    ...files,
    'capacity',
    'connection_security',
    'parent',
    'connect_to',
    'listening_host',
  ],
  relay: [...ofEveryone, 'connection_security', 'connect_to', 'listening_host'],
  admin: [...ofEveryone, 'role', 'connect_to'],
  other: ['name'],
};
const ofProject = [
  'name',
  'description',
  'api_version',
  'scheme',
  'docker_image',
  'connection_security',
  'custom_ca_cert',
  'allow_log_streaming',
  'overseer_agent',
  'studies',
  'builders',
  'packager',
  'edge',
  // Shown above the list of participants.
  'participants',
];

const isShown = (path: string, fields: string[]): boolean => fields.some((field) => isWithin(path, field));

/** The problems of a participant that none of the fields of its type belongs to; its name has those of the whole. */
export const unshownOfParticipant = (
  problems: PlacedProblem[],
  key: string,
  type: ParticipantType,
): PlacedProblem[] =>
  problems.filter((p) => p.key === key && p.path !== '' && !isShown(p.path, ofParticipants[type]));

/** The problems of the project in parts of the file that have no field. */
export const unshownOfProject = (problems: PlacedProblem[]): PlacedProblem[] =>
  problems.filter((p) => p.key === null && !isShown(p.path, ofProject));
