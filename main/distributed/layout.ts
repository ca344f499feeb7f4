import path from 'node:path';

/** The places in `staging` where its tasks work; those of crashed ones are swept at the start of the app. */
export const workPrefix = 'distributed-';

export type Places = ReturnType<typeof createPlaces>;

/**
 * Where distributed provisioning keeps files: CAs, and the keys and kits of requests that were made here. What
 * is exchanged with others is in the store.
 */
export function createPlaces({ root, staging }: { root: string; staging: string }) {
  const request = (id: string) => path.join(root, 'requests', id);
  return {
    root,
    ca: (authorityId: string): string => path.join(root, 'ca', authorityId),
    request,
    /** What NVFlare calls the request directory: the private key and what it was made from. */
    key: (requestId: string): string => path.join(request(requestId), 'key'),
    kit: (requestId: string): string => path.join(request(requestId), 'kit'),
    /** Of one task. Nothing in there is needed after its end. */
    staging: (workId: string): string => path.join(staging, `${workPrefix}${workId}`),
  };
}
