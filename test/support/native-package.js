/** What jest runs in place of a package: native-environment.ts has it from Node. */
module.exports = {
  process: () => ({ code: 'module.exports = requireNatively(__filename);' }),
  getCacheKey: () => 'native-package',
};
