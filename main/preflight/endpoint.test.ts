import { expect, test } from 'vitest';
import { readEndpoint } from './endpoint';

const server = { target: 'fl.example.org:8002', scheme: 'grpc' };

test('a site connects to the server, or to the relay above it', () => {
  const config = JSON.stringify({
    servers: [{ name: 'trial', service: server, identity: 'server' }],
    client: { connection_security: 'tls' },
  });
  expect(readEndpoint('client', config)).toEqual({
    ...{ host: 'fl.example.org', port: 8002, scheme: 'grpc', security: 'tls', identity: 'server' },
  });
  const relay = JSON.stringify({
    relay_config: { scheme: 'http', address: 'relay.example.org:8102', identity: 'relay-1' },
  });
  expect(readEndpoint('client', config, relay)).toEqual({
    ...{ host: 'relay.example.org', port: 8102, scheme: 'http', security: 'mtls', identity: 'relay-1' },
  });
});

test('servers, relays and admins say it in other words', () => {
  const ofServer = { servers: [{ service: server, connection_security: 'clear' }] };
  expect(readEndpoint('server', JSON.stringify(ofServer))).toMatchObject({ port: 8002, security: 'clear' });
  const ofRelay = { connect_to: { scheme: 'tcp', address: '10.0.0.5:9000', identity: 'server' } };
  expect(readEndpoint('relay', JSON.stringify(ofRelay))).toMatchObject({ host: '10.0.0.5', scheme: 'tcp' });
  const ofAdmin = {
    admin: { host: 'fl.example.org', port: 8003, scheme: 'http', server_identity: 'server' },
  };
  expect(readEndpoint('admin', JSON.stringify(ofAdmin))).toMatchObject({ port: 8003, identity: 'server' });
});

test.each([
  '',
  '[]',
  '{"servers": 3}',
  '{"servers": [{"service": {"target": "fl:0"}}]}',
  '{"servers": [null]}',
])('what cannot be read is no endpoint: %s', (text) => {
  for (const type of ['server', 'client', 'relay', 'admin'] as const)
    expect(readEndpoint(type, text)).toBeNull();
});
