export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** What several runs gave. */
export const spread = (values) => ({ median: median(values), min: Math.min(...values), max: Math.max(...values) });
