import { z } from 'zod';
import { labelsSchema, ofHost, userSchema } from './images';
import { call } from './meta';
import { pairs, stockName } from './volumes';

const networkId = z.string().regex(/^[0-9a-z]{12,64}$/, 'the id of a network');

export const networkSchema = z.object({
  id: z.string(),
  name: z.string(),
  driver: z.string(),
  scope: z.string(),
  /** Its containers reach each other and nothing else. */
  internal: z.boolean(),
  subnets: z.array(z.object({ subnet: z.string(), gateway: z.string() })),
  createdAt: z.number().nullable(),
  labels: labelsSchema,
  /** It comes with the engine and cannot be removed. */
  builtIn: z.boolean(),
  /** Containers that are in it, running or not. */
  usedBy: z.array(userSchema),
});
export type Network = z.infer<typeof networkSchema>;

export const networks = {
  list: call({ permission: 'containers.read' }).input(ofHost).output(z.array(networkSchema)),
  /** @throws CONFLICT when the name is taken, INVALID for a subnet that is none or overlaps another */
  create: call({ permission: 'containers.manage', audit: { subject: ['hostId', 'name'] } })
    .input(
      ofHost.extend({
        name: stockName,
        driver: z.string().min(1).max(200).default('bridge'),
        internal: z.boolean().default(false),
        /** Such as `10.20.0.0/24`; null: the engine chooses. */
        subnet: z.union([z.cidrv4(), z.cidrv6()]).nullable().default(null),
        options: pairs,
        labels: pairs,
      }),
    )
    .output(z.object({ networkId: z.string() })),
  /** @throws CONFLICT, which names them, while containers are in it */
  remove: call({ permission: 'containers.manage', audit: { subject: ['hostId', 'networkId'] } })
    .input(ofHost.extend({ networkId }))
    .output(z.object({ networkId: z.string() })),
};
