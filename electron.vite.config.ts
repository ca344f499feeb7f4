import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

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
    plugins: [react(), tailwindcss()],
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
