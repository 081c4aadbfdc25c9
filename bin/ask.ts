import { createInterface } from 'node:readline/promises';
import type { Trait } from '../lib/durability/trait';
import { traitRows } from '../lib/plan/choose';

/**
 * Asks for each trait in turn; Enter is no.
 *
 * @throws Error when the answers end before the questions do: Ctrl-C, or the end of the input.
 */
export async function askTraits(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<readonly Trait[]> {
  const terminal = createInterface({ input, output });
  // Lines are taken from one iterator: `question` would lose those that were typed ahead.
  const lines = terminal[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<boolean> => {
    for (;;) {
      terminal.setPrompt(`${question} [y/N] `);
      terminal.prompt();
      const { done, value } = await lines.next();
      if (done === true) throw new Error('stopped before the last answer; nothing was chosen');
      if (/^\s*(y|yes)\s*$/i.test(value)) return true;
      if (/^\s*(n|no)?\s*$/i.test(value)) return false;
      output.write('  y or n, please\n');
    }
  };
  try {
    const traits: Trait[] = [];
    for (const { trait, question } of traitRows) if (await ask(question)) traits.push(trait);
    return traits;
  } catch (error) {
    // The prompt stands on an open line.
    output.write('\n');
    throw error;
  } finally {
    terminal.close();
  }
}
