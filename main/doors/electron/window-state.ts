import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const rectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
});
export type Rectangle = z.infer<typeof rectangleSchema>;

const stateSchema = z.object({ bounds: rectangleSchema, maximized: z.boolean() });
export type WindowState = z.infer<typeof stateSchema>;

export const smallest = { width: 900, height: 600 };
const usual = { width: 1280, height: 832 };

/** The window as it was left, or null when that is not known. */
export function readWindowState(data: string): WindowState | null {
  try {
    const content: unknown = JSON.parse(readFileSync(fileOf(data), 'utf8'));
    return stateSchema.safeParse(content).data ?? null;
  } catch {
    return null;
  }
}

/** @throws Error of the operating system when the disk is full or read-only. */
export function writeWindowState(data: string, state: WindowState): void {
  const file = fileOf(data);
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/**
 * Where to put the window: where it was, if a display is still there that shows enough of it to be grabbed;
 * otherwise in the middle of the primary one. Never larger than its display. All in device-independent pixels.
 */
export function placeWindow(
  state: WindowState | null,
  displays: readonly Rectangle[],
  primary: Rectangle,
): Rectangle {
  const display = state && displays.find((area) => overlap(state.bounds, area) >= 100 * 100);
  if (!state || !display) return centre(state?.bounds ?? { ...usual, x: 0, y: 0 }, primary);
  const width = fit(state.bounds.width, smallest.width, display.width);
  const height = fit(state.bounds.height, smallest.height, display.height);
  return {
    width,
    height,
    x: fit(state.bounds.x, display.x, display.x + display.width - width),
    y: fit(state.bounds.y, display.y, display.y + display.height - height),
  };
}

const fileOf = (data: string): string => path.join(data, 'window.json');

const fit = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

function centre(size: Rectangle, area: Rectangle): Rectangle {
  const width = fit(size.width, smallest.width, area.width);
  const height = fit(size.height, smallest.height, area.height);
  const x = area.x + Math.round((area.width - width) / 2);
  const y = area.y + Math.round((area.height - height) / 2);
  return { width, height, x: Math.max(x, area.x), y: Math.max(y, area.y) };
}

/** Square pixels that two rectangles share. */
function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
