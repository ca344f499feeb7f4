import { z } from 'zod';
import { call } from './meta';

/** Name and port of a registry as in a reference, such as `registry.example.org:5000`; `docker.io` is the default one. */
const registry = z
  .string()
  .trim()
  .max(255)
  .regex(
    /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:\d{1,5})?$/,
    'a host name, with a port if it is not the usual one',
  );

export const registryLoginSchema = z.object({
  registry: z.string(),
  username: z.string(),
  updatedAt: z.number(),
});
export type RegistryLogin = z.infer<typeof registryLoginSchema>;

/** Logins for pulls. The passwords are in the keychain, and go to the engine that pulls. */
export const registries = {
  list: call({ permission: 'containers.manage' }).output(z.array(registryLoginSchema)),
  /** One login for each registry: a second takes the place of the first. */
  save: call({
    permission: 'containers.manage',
    audit: { subject: ['registry', 'username'] },
    secret: 'password',
  })
    .input(
      z.object({
        registry,
        username: z.string().trim().min(1).max(255),
        password: z.string().min(1).max(10_000),
      }),
    )
    .output(registryLoginSchema),
  remove: call({ permission: 'containers.manage', audit: { subject: 'registry' } })
    .input(z.object({ registry }))
    .output(z.object({ registry: z.string() })),
};
