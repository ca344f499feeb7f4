import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/**
 * Libraries of hundreds of small files, of which few are used: finding and reading them one by one was half of
 * the time that a start takes. What has natives or workers of its own stays outside.
 */
const bundled = [
  'drizzle-orm',
  'zod',
  '@orpc/contract',
  '@orpc/server',
  'yaml',
  '@zip.js/zip.js',
  'commander',
];

/** The first page is asked for with the document, and not only by the script that finds out which one it is. */
const preloadFirstPage: Plugin = {
  name: 'preload-first-page',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk');
      const first = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/overview/page.tsx'));
      if (!first) throw new Error('the build has no chunk of the first page');
      return [first.fileName, ...first.imports]
        .filter((file) => !html.includes(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
          injectTo: 'head' as const,
        }));
    },
  },
};

// Three builds. The three entries of main share their chunks; the preload must be one CommonJS file because
// a sandboxed preload cannot import.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      sourcemap: true,
      externalizeDeps: { exclude: bundled },
      rollupOptions: {
        input: {
          electron: 'main/electron.ts',
          serve: 'main/serve.ts',
          cli: 'main/cli.ts',
          // A process of its own, started by the others.
          keychain: 'main/platform/node/keychain-child.ts',
          // A thread of its own.
          'hash-worker': 'main/files/hash-worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: 'preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), tailwindcss(), preloadFirstPage],
    // No data: URLs: the page's policy lets fonts and scripts come from its own origin only.
    build: {
      outDir: 'out/renderer',
      assetsInlineLimit: 0,
      // All that a page needs is read and compiled at each start.
      minify: true,
      chunkSizeWarningLimit: 1000,
      rollupOptions: { input: { index: 'renderer/index.html' } },
    },
  },
});
