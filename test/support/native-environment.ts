import { TestEnvironment } from 'jest-environment-node';

/**
 * Gives a test file the packages of jest.config.js as Node loads them, and the environment variables that they read. Jest has a world
 * of its own for each file, and would compile them anew in each: most of the time of the tests.
 */
export default class NativeEnvironment extends TestEnvironment {
  private readonly before = { ...process.env };

  constructor(...given: ConstructorParameters<typeof TestEnvironment>) {
    super(...given);
    this.global['requireNatively'] = require;
    this.global.process.env = process.env;
  }

  /** The next file begins with the variables that this one found. */
  override async teardown(): Promise<void> {
    for (const name of Object.keys(process.env)) if (!(name in this.before)) delete process.env[name];
    Object.assign(process.env, this.before);
    await super.teardown();
  }
}
