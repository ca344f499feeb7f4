import { z } from 'zod';
import { call } from './meta';
import { taskSchema } from './tasks';

export const ofHost = z.object({ hostId: z.string().max(100) });

/** A container that uses something. */
export const userSchema = z.object({ id: z.string(), name: z.string(), state: z.string() });
export type User = z.infer<typeof userSchema>;

export const labelsSchema = z.array(z.object({ name: z.string(), value: z.string() }));

export const imageIdSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'the id of an image');
const ofImage = ofHost.extend({ imageId: imageIdSchema });

export const imageSchema = z.object({
  id: z.string(),
  /** Such as `python:3.12`; none: it is dangling. */
  tags: z.array(z.string()),
  /** As a registry knows it, such as `python@sha256:…`. */
  digests: z.array(z.string()),
  /** All of its layers, those that it shares with other images too. */
  sizeBytes: z.number(),
  /** When it was built. */
  createdAt: z.number(),
  labels: labelsSchema,
  /** Containers made of it, running or not. */
  usedBy: z.array(userSchema),
});
export type Image = z.infer<typeof imageSchema>;

export const imageDetailSchema = z.object({
  platform: z.string(),
  command: z.array(z.string()),
  entrypoint: z.array(z.string()),
  workingFolder: z.string(),
  user: z.string(),
  ports: z.array(z.string()),
  /** When it last got a tag on this engine, such as by a pull. */
  taggedAt: z.number().nullable(),
  /** Newest first. */
  history: z.array(
    z.object({
      createdAt: z.number(),
      command: z.string(),
      comment: z.string(),
      sizeBytes: z.number(),
      tags: z.array(z.string()),
    }),
  ),
});
export type ImageDetail = z.infer<typeof imageDetailSchema>;

/** As typed, such as `python:3.12` or `registry.example.org:5000/team/site@sha256:…`. */
const reference = z.string().trim().min(1).max(512);

/** Images of the Docker engines of hosts, one host at a time: a page asks all of them at once. */
export const images = {
  list: call({ permission: 'containers.read' }).input(ofHost).output(z.array(imageSchema)),
  /** How it is started, and the steps that made it. */
  inspect: call({ permission: 'containers.read' }).input(ofImage).output(imageDetailSchema),
  /** Has the engine fetch it, with the login of its registry where there is one. No tag means `latest`. */
  pull: call({ permission: 'containers.manage', audit: { subject: ['hostId', 'reference'] } })
    .input(ofHost.extend({ reference }))
    .output(taskSchema),
  /** Gives it one more name. @throws CONFLICT where another image has it, unless `move` */
  tag: call({ permission: 'containers.manage', audit: { subject: ['imageId', 'reference'] } })
    .input(ofImage.extend({ reference, move: z.boolean().default(false) }))
    .output(z.object({ tag: z.string() })),
  /** Takes one name away. @throws CONFLICT for the last one, which would take the image along */
  untag: call({ permission: 'containers.manage', audit: { subject: ['imageId', 'tag'] } })
    .input(ofImage.extend({ tag: reference }))
    .output(z.object({ tag: z.string() })),
  /**
   * With all of its tags. @throws CONFLICT, which names them, while containers use it; `force` removes it from
   * under those that do not run.
   */
  remove: call({ permission: 'containers.manage', audit: { subject: 'imageId' } })
    .input(ofImage.extend({ force: z.boolean().default(false) }))
    .output(z.object({ imageId: z.string() })),
  /** Writes images with their tags into one tar at a granted place. */
  save: call({ permission: 'containers.manage', audit: { subject: ['hostId', 'imageIds'] } })
    .input(ofHost.extend({ imageIds: z.array(imageIdSchema).min(1).max(50), grantId: z.string() }))
    .output(taskSchema),
  /** A link by which a browser saves that tar, straight from the engine. */
  link: call({ permission: 'containers.manage', audit: { subject: ['hostId', 'imageIds'] } })
    .input(ofHost.extend({ imageIds: z.array(imageIdSchema).min(1).max(50) }))
    .output(z.object({ url: z.string(), fileName: z.string() })),
  /** Reads the images of a tar into the engine. */
  load: call({ permission: 'containers.manage', audit: { subject: 'hostId' } })
    .input(ofHost.extend({ grantId: z.string() }))
    .output(taskSchema),
};
