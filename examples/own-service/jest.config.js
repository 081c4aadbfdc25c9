/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/test/*.test.ts'],
  testEnvironment: 'node',
  snapshotSerializers: ['brokerkit/testing/serializer'],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' } }] },
};
