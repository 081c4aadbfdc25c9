const Sequencer = require('@jest/test-sequencer').default;

/** In the order of their names: each promise is tested on the cluster that the one before left whole. */
module.exports = class extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
};
