#!/usr/bin/env node
import { main } from './main';

// Whoever reads our words may stop reading: `brokerkit explain --json | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
void main(process.argv.slice(2));
