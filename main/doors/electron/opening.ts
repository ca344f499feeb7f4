import type { OpenRequest } from './requests';

export type Opening = ReturnType<typeof createOpening>;

/** Keeps what the operating system asks for until there is a window to show it in. */
export function createOpening() {
  const early: OpenRequest[] = [];
  let handle = (request: OpenRequest): void => void early.push(request);
  return {
    ask(requests: readonly OpenRequest[]): void {
      for (const request of requests) handle(request);
    },
    serve(next: (request: OpenRequest) => void): void {
      handle = next;
      for (const request of early.splice(0)) next(request);
    },
  };
}
