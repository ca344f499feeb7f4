import './launch-report.mjs';

await import('../out/main/electron.js');
