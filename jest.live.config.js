const { projects } = require('./jest.config.js');

const minute = 60_000;

/** @type {import('jest').Config} The promise, watched on the cluster of the current KUBECONFIG. */
module.exports = {
  transform: projects[0].transform,
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdk.out/'],
  testMatch: ['<rootDir>/test/live/*.test.ts'],
  globalSetup: '<rootDir>/test/live/support/start.ts',
  globalTeardown: '<rootDir>/test/live/support/end.ts',
  testSequencer: '<rootDir>/test/live/support/sequencer.js',
  testTimeout: 30 * minute,
  maxWorkers: 1,
  // After a broken promise the others would be tested on a broken cluster.
  bail: 1,
  verbose: true,
};
