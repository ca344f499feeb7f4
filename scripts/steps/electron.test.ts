import { describe, expect, it } from 'vitest';
import { whyNoWindow } from './electron.mjs';

const asRoot = process.getuid?.() === 0;

describe.skipIf(process.platform !== 'linux')('whether a window can be shown', () => {
  it('depends on a display', () => {
    expect(whyNoWindow(['--no-sandbox'], {})).toContain('display');
    expect(whyNoWindow(['--no-sandbox'], { DISPLAY: ':0' })).toBeNull();
    expect(whyNoWindow(['--no-sandbox'], { WAYLAND_DISPLAY: 'wayland-0' })).toBeNull();
  });

  it('never leaves the sandbox out unless told to', () => {
    const reason = whyNoWindow([], { DISPLAY: ':0' });
    if (asRoot) expect(reason).toContain('--no-sandbox');
    else expect(reason).toBeNull();
  });
});
