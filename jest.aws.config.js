const { projects } = require('./jest.config.js');

const minute = 60_000;

/** @type {import('jest').Config} The app, deployed with the command line of CDK into an account that may be broken. */
module.exports = {
  transform: projects[0].transform,
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdk.out/'],
  testMatch: ['<rootDir>/test/aws/*.test.ts'],
  testTimeout: 10 * minute,
  maxWorkers: 1,
  verbose: true,
};
