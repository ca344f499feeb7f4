import { describe, expect, it } from 'vitest';
import { emptyConnectTo, emptyListeningHost, newParticipant } from './participant-edit';
import { describeParticipant } from './participant-words';
import { emptyModel } from './test-model';

const fresh = (type: 'server' | 'client' | 'relay' | 'admin', changes: object = {}) => ({
  ...newParticipant(emptyModel, type),
  ...changes,
});

describe('a participant in one line', () => {
  it.each([
    [fresh('server'), 'server, port 8002'],
    [
      fresh('server', { defaultHost: 'fl.example.org', fedLearnPort: 443, adminPort: 444 }),
      'fl.example.org, port 443, admins 444',
    ],
    [fresh('server', { connectionSecurity: 'tls' }), 'server, port 8002, TLS'],
    [fresh('client'), ''],
    [fresh('client', { numOfGpus: 1, memPerGpuInGib: 24 }), '1 GPU with 24 GiB'],
    [
      fresh('client', { parent: 'site-1', connectTo: { ...emptyConnectTo, name: 'relay-1', port: 9000 } }),
      'below site-1, via relay-1, port 9000',
    ],
    [fresh('relay', { listeningHost: { ...emptyListeningHost, port: 8102 } }), 'listens on localhost:8102'],
    [fresh('admin'), 'Project admin'],
    [fresh('admin', { role: 'auditor' }), 'auditor'],
  ])('%#', (participant, line) => expect(describeParticipant(participant)).toBe(line));
});
