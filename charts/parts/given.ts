/** Only what has a value: in Kubernetes' types a key may be absent, but not undefined. */
export function given<Values extends object>(values: {
  readonly [Key in keyof Values]: Values[Key] | undefined;
}): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>;
}
