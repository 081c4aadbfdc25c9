/**
 * Where the brokers of MSK listen, by how a client proves who it is; TLS on both.
 *
 * @see Amazon MSK developer guide, "Port information"
 */
export const mskPorts = { iam: 9098, scram: 9096 } as const;
