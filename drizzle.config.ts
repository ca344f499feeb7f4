import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: './main/*/tables.ts',
  out: './resources/migrations',
});
