import { z } from 'zod';
import { jsonSchema } from './json';

/**
 * A project.yml as a form sees it. Every text is taken as it is, valid or not: a draft must be storable, and
 * `projects.validate` says what is wrong with it. Keys that are not here stay in the file untouched.
 * `null` means that the file does not have the key, and NVFlare's own default holds.
 */
const text = z.string().max(2000);
const name = z.string().max(300);
/** A port as typed: the validator, not the form, decides whether it is one. */
const port = z.union([z.number(), z.string().max(20)]).nullable();
export const connectionSecurities = ['clear', 'tls', 'mtls'] as const;
const connectionSecurity = z.string().max(20).nullable();

/** Where a participant connects instead of to the server's default host. */
const connectToSchema = z.object({
  name: name.nullable(),
  host: name.nullable(),
  port,
  connectionSecurity,
});
export type ConnectTo = z.infer<typeof connectToSchema>;

/** Where a participant listens for others: a relay for its children, a client for its own trainers. */
const listeningHostSchema = z.object({
  scheme: z.string().max(20).nullable(),
  hostNames: z.array(name),
  defaultHost: name.nullable(),
  port,
  connectionSecurity,
});
export type ListeningHost = z.infer<typeof listeningHostSchema>;

const common = {
  /** Names the entry of the file that this one edits; a new entry has a key that the file does not know. */
  key: z.string().max(64),
  name,
  org: name,
  description: text.nullable(),
};

/** Files of the server and of a site, as paths: `files/<name>` is one that belongs to the project. */
const files = {
  customCaCert: text.nullable(),
  /** The site's confidential-computing settings. */
  ccConfig: text.nullable(),
};

export const serverSchema = z.object({
  ...common,
  type: z.literal('server'),
  fedLearnPort: port,
  adminPort: port,
  hostNames: z.array(name),
  defaultHost: name.nullable(),
  connectionSecurity,
  ...files,
});
export type ServerParticipant = z.infer<typeof serverSchema>;

export const clientSchema = z.object({
  ...common,
  type: z.literal('client'),
  numOfGpus: port,
  memPerGpuInGib: port,
  /** The name of a parent client. */
  parent: name.nullable(),
  connectTo: connectToSchema.nullable(),
  listeningHost: listeningHostSchema.nullable(),
  connectionSecurity,
  ...files,
});
export type ClientParticipant = z.infer<typeof clientSchema>;

export const relaySchema = z.object({
  ...common,
  type: z.literal('relay'),
  connectTo: connectToSchema.nullable(),
  listeningHost: listeningHostSchema.nullable(),
  connectionSecurity,
});
export type RelayParticipant = z.infer<typeof relaySchema>;

export const adminRoles = ['project_admin', 'org_admin', 'lead', 'member'] as const;
export const adminSchema = z.object({
  ...common,
  type: z.literal('admin'),
  role: z.string().max(100).nullable(),
  connectTo: connectToSchema.nullable(),
});
export type AdminParticipant = z.infer<typeof adminSchema>;

/** Participants of a type that Fedwright does not edit (an old overseer, a typing error); kept and shown. */
export const otherSchema = z.object({
  ...common,
  type: z.literal('other'),
  /** The type as the file has it. */
  declaredType: name,
});

export const participantSchema = z.discriminatedUnion('type', [
  serverSchema,
  clientSchema,
  relaySchema,
  adminSchema,
  otherSchema,
]);
export type Participant = z.infer<typeof participantSchema>;
export type ParticipantType = Participant['type'];

/** One class that makes a part of the kits. What the form of the StaticFileBuilder has is not in `args`. */
export const builderSchema = z.object({
  /** Names the entry of the file that this one edits, as a participant's does. */
  key: z.string().max(64),
  path: text,
  /** A mapping, unless the file is wrong. Null and an empty mapping are the same. */
  args: jsonSchema.nullable(),
});
export type Builder = z.infer<typeof builderSchema>;

export const schemes = ['grpc', 'http', 'tcp'] as const;

export const projectModelSchema = z.object({
  apiVersion: port,
  name,
  description: text.nullable(),
  /** Argument of the StaticFileBuilder; null is NVFlare's default. */
  scheme: z.string().max(20).nullable(),
  dockerImage: text.nullable(),
  /** Project-wide fallbacks. */
  connectionSecurity,
  customCaCert: text.nullable(),
  allowLogStreaming: z.boolean().nullable(),
  /** `overseer_agent` of the StaticFileBuilder, for NVFlare versions that have one. */
  overseerAgent: z
    .object({
      path: text,
      /** Arguments as one flat mapping; nested values are kept in the file and not shown. */
      args: z.record(z.string().max(100), z.union([text, z.number(), z.boolean(), z.null()])),
    })
    .nullable(),
  builders: z.array(builderSchema).max(200),
  /** Sections as the file has them, valid or not; null is a section that is not there. */
  packager: jsonSchema.nullable(),
  studies: jsonSchema.nullable(),
  edge: jsonSchema.nullable(),
  participants: z.array(participantSchema).max(5000),
});
export type ProjectModel = z.infer<typeof projectModelSchema>;
