/** Resolves once the line is written: what is told to a broker afterwards cannot be missing in the output. */
export function writeLine(line: string): Promise<void> {
  return new Promise((resolve, reject) =>
    process.stdout.write(`${line}\n`, (error) => {
      if (error) reject(error);
      else resolve();
    }),
  );
}
