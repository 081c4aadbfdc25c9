// What runs in containers, and its tests, on Node 24 alone.
const programs = ['programs', 'lib/clients', 'lib/programs', 'lib/drill'];

const shared = {
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  testEnvironment: 'node',
  // Copies of our own package would make jest see every module twice.
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdk.out/'],
};

/** @type {import('jest').Config} */
module.exports = {
  // Every core: nobody waits for something else meanwhile.
  maxWorkers: '100%',
  projects: [
    {
      ...shared,
      displayName: 'kit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: [...programs, 'live', 'aws', 'apps'].map((folder) => `<rootDir>/test/${folder}/`),
      setupFiles: ['<rootDir>/test/support/without-cdk-validation.ts'],
    },
    {
      ...shared,
      // Whole apps for AWS, each through the validator and cdk-nag: `npm run check`.
      displayName: 'apps',
      testMatch: ['<rootDir>/test/apps/*.test.ts'],
    },
    {
      ...shared,
      displayName: 'programs',
      testMatch: programs.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
      globalSetup: '<rootDir>/test/support/node-24-only.ts',
    },
  ],
};
