import { wrap } from '../../../lib/durability/wrap';

test('words stand on lines of a width, indented from the second line on', () => {
  expect(wrap('one two three four', 9, '  ')).toEqual(['one two', '  three', '  four']);
});

test('a word longer than a line stands alone', () => {
  expect(wrap('a registry.example/checkout b', 10, '  ')).toEqual(['a', '  registry.example/checkout', '  b']);
});
