import { isPinned, tagOf } from '../../../lib/durability/pinned-image';

test.each([
  ['rabbitmq:4.3.6-management', '4.3.6-management', true],
  ['registry:5000/shop/checkout:1.4@sha256:00', '1.4', true],
  ['registry:5000/shop/checkout', undefined, false],
  ['shop/checkout@sha256:00', undefined, true],
  ['shop/checkout:latest', 'latest', false],
])('the tag of %s is %s, and whether it always means the same image: %s', (image, tag, pinned) => {
  expect(tagOf(image)).toBe(tag);
  expect(isPinned(image)).toBe(pinned);
});
