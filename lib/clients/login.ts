import { readFileSync } from 'node:fs';
import { publicAuthorities, type GivenPassword } from '../durability/login';

/** The password as it is now: files change while a program runs. */
export const passwordOf = (given: GivenPassword): string =>
  'password' in given ? given.password : readFileSync(given.passwordFile, 'utf8').trim();

/** The authorities to trust, as they are now; none for those that Node brings along. */
export const authoritiesOf = (caFile: string): { readonly ca?: string[] } =>
  caFile === publicAuthorities ? {} : { ca: [readFileSync(caFile, 'utf8')] };
