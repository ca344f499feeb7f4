import { describe, expect, test } from 'vitest';
import { parseReference, showReference } from './image-reference';

const digest = `sha256:${'a1'.repeat(32)}`;

describe('names of images', () => {
  test.each([
    ['busybox', 'docker.io', 'busybox:latest'],
    ['team/site:1.2', 'docker.io', 'team/site:1.2'],
    ['localhost/site', 'localhost', 'localhost/site:latest'],
    ['127.0.0.1:5000/a/b__c:x', '127.0.0.1:5000', '127.0.0.1:5000/a/b__c:x'],
    ['[::1]:5000/site', '[::1]:5000', '[::1]:5000/site:latest'],
    ['registry.example.org/site', 'registry.example.org', 'registry.example.org/site:latest'],
    [`site@${digest}`, 'docker.io', `site@${digest}`],
    [`reg:5000/site:2@${digest}`, 'reg:5000', `reg:5000/site:2@${digest}`],
    ['  index.docker.io/library/python ', 'docker.io', 'index.docker.io/library/python:latest'],
  ])('%s', (text, registry, shown) => {
    const reference = parseReference(text);
    expect(reference.registry).toBe(registry);
    expect(showReference(reference)).toBe(shown);
  });

  test.each([
    '',
    'Python',
    'a//b',
    'a:',
    'a:b:c',
    'a:-x',
    'a@b',
    `a@${digest}@${digest}`,
    '-reg/x',
    'x y',
    'a/..',
    'a/../b',
    'x\n'.repeat(2),
    `${'a'.repeat(300)}`,
  ])('refuses %j', (text) => {
    expect(() => parseReference(text)).toThrow(/is not the name of an image/);
  });
});
