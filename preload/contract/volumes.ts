import { z } from 'zod';
import { labelsSchema, ofHost, userSchema } from './images';
import { call } from './meta';

/** As engines take names of volumes and networks. */
export const stockName = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/, 'letters, digits, dots, dashes and underscores, at least two');

/** Names and values that go to a driver or into labels. */
export const pairs = z
  .array(z.object({ name: z.string().min(1).max(200), value: z.string().max(4000) }))
  .max(100)
  .default([]);

export const volumeSchema = z.object({
  /** Its id as well. */
  name: z.string(),
  driver: z.string(),
  /** On the host. */
  folder: z.string(),
  createdAt: z.number().nullable(),
  /** Made for one container, without a name of anyone's choice. */
  anonymous: z.boolean(),
  labels: labelsSchema,
  /** Of its driver; what is a password there is left out. */
  options: labelsSchema,
  /** Containers that mount it, running or not. */
  usedBy: z.array(userSchema),
});
export type Volume = z.infer<typeof volumeSchema>;

export const volumes = {
  list: call({ permission: 'containers.read' }).input(ofHost).output(z.array(volumeSchema)),
  /** An engine measures them file by file, which can take a minute. Null where its driver cannot tell. */
  sizes: call({ permission: 'containers.read' })
    .input(ofHost)
    .output(z.array(z.object({ name: z.string(), sizeBytes: z.number().nullable() }))),
  /** @throws CONFLICT when the name is taken */
  create: call({ permission: 'containers.manage', audit: { subject: ['hostId', 'name'] } })
    .input(
      ofHost.extend({
        name: stockName,
        driver: z.string().min(1).max(200).default('local'),
        options: pairs,
        labels: pairs,
      }),
    )
    .output(z.object({ name: z.string() })),
  /** With all that is in it. @throws CONFLICT, which names them, while containers use it */
  remove: call({ permission: 'containers.manage', audit: { subject: ['hostId', 'name'] } })
    .input(ofHost.extend({ name: z.string().min(1).max(255) }))
    .output(z.object({ name: z.string() })),
};
