/** Fails, rather than skips: programs that are never tested on their own runtime would look green. */
module.exports = (): void => {
  if (Number.parseInt(process.versions.node, 10) >= 24) return;
  throw new Error(
    `programs run on Node 24, this is ${process.version}: start their tests with "npm run test:programs"`,
  );
};
