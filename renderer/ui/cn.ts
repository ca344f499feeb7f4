import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

// Our own type sizes, or tailwind-merge would take `text-title` for a colour.
const merge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['xs', 'sm', 'base', 'lg', 'title'] }] } },
});

/** Joins class names; of conflicting Tailwind classes the last wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
