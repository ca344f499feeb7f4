/**
 * What NVFlare takes when project.yml says nothing, in the words of a placeholder. Read in the builders of
 * NVFlare 2.7 to 2.9 (`nvflare/lighter`).
 */
export const defaults = {
  fedLearnPort: '8002 (default)',
  adminPort: (fedLearnPort: string | number | null) => `${fedLearnPort ?? 8002} (same as above)`,
  serverDefaultHost: (name: string) => `${name || 'The server’s name'} (its name)`,
  scheme: 'Default (http)',
  listeningScheme: 'Default (tcp)',
  listeningHost: 'localhost (default)',
  listeningPort: 'Any free port (default)',
  listeningSecurity: 'Default (clear)',
  connectToName: 'Server (default)',
  connectToHost: 'Its default host',
  connectToPort: 'Its port',
  gpus: '0 (default)',
  gpuMemory: '0 (default)',
  dockerImage: 'None: kits start without Docker',
  logStreaming: 'Default (allowed)',
};

/** The label of "not set" for a connection security that falls back to the project's, and that to mTLS. */
export const inheritedSecurity = (project: string | null): string =>
  project ? `As the project (${securityLabel(project)})` : 'Default (mTLS)';

export const schemeLabels = { grpc: 'gRPC', http: 'HTTP', tcp: 'TCP' } as const;

const securityLabels: Record<string, string> = { clear: 'Clear', tls: 'TLS', mtls: 'mTLS' };

/** "mTLS" for `mtls`; a value that NVFlare does not know is shown as it is. */
export const securityLabel = (value: string): string => securityLabels[value.toLowerCase()] ?? value;
