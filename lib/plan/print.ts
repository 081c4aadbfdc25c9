import { stringify } from 'yaml';
import type { MessagingOptions } from './options';

/** Options as the text of a file: `parseMessaging` reads back the same. */
export const printMessaging = (options: MessagingOptions): string => stringify(options, { lineWidth: 0 });
