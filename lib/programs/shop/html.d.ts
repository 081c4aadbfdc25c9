/** A page is a file of its own; the build puts its text into the program. */
declare module '*.html' {
  const text: string;
  // eslint-disable-next-line no-restricted-syntax -- what the bundler gives
  export default text;
}
