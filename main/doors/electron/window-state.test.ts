import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeWindow, readWindowState, smallest, writeWindowState } from './window-state';

const display = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 2560, height: 1400 };
const at = (x: number, y: number, width = 1200, height = 800) => ({
  bounds: { x, y, width, height },
  maximized: false,
});

describe('the place of the window', () => {
  it('is where it was left', () => {
    expect(placeWindow(at(2000, 100), [display, second], display)).toEqual(at(2000, 100).bounds);
  });

  it('is the primary display when its own is gone', () => {
    expect(placeWindow(at(2000, 100), [display], display)).toEqual({
      x: 360,
      y: 120,
      width: 1200,
      height: 800,
    });
  });

  it('is the middle of the primary display at first', () => {
    expect(placeWindow(null, [display], display)).toMatchObject({ width: 1280, height: 832, x: 320 });
  });

  it('always leaves something to grab, and is never too small', () => {
    const number = fc.integer({ min: -10_000, max: 10_000 });
    fc.assert(
      fc.property(number, number, number, number, (x, y, width, height) => {
        const placed = placeWindow(at(x, y, width, height), [display, second], display);
        const area = placed.x >= second.x ? second : display;
        expect(placed.y).toBeGreaterThanOrEqual(0);
        expect(placed.x + placed.width).toBeLessThanOrEqual(area.x + area.width);
        expect(placed.width).toBeGreaterThanOrEqual(smallest.width);
        expect(placed.height).toBeGreaterThanOrEqual(smallest.height);
      }),
    );
  });

  it('is kept in a file, and a broken file is as none', () => {
    const data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-window-'));
    expect(readWindowState(data)).toBeNull();
    writeWindowState(data, at(1, 2));
    expect(readWindowState(data)).toEqual(at(1, 2));
    writeFileSync(path.join(data, 'window.json'), '{"bounds":{"x":"left"}}');
    expect(readWindowState(data)).toBeNull();
    rmSync(data, { recursive: true });
  });
});
