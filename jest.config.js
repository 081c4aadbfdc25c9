// What runs in containers, and its tests, on Node 24 alone.
const programs = ['programs', 'lib/clients', 'lib/programs', 'lib/drill'];

const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
  ],
};

const shared = {
  transform,
  testEnvironment: 'node',
  // Copies of our own package would make jest see every module twice.
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdk.out/'],
};

// Loaded once by each worker, by Node itself (test/support/native-environment.ts). Not cdk8s: it takes a plain object of a test,
// which has another `Object`, for one of a class. Not what has to do with the test that loads it.
const native = '(aws-cdk-lib/(?!testhelpers/)|(constructs|fast-check|typescript|yaml|zod)/)';

/** @type {import('jest').Config} */
module.exports = {
  // Every core: nobody waits for something else meanwhile.
  maxWorkers: '100%',
  projects: [
    {
      ...shared,
      displayName: 'kit',
      transform: { [`/node_modules/${native}`]: '<rootDir>/test/support/native-package.js', ...transform },
      transformIgnorePatterns: [`/node_modules/(?!${native})`],
      testEnvironment: '<rootDir>/test/support/native-environment.ts',
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
