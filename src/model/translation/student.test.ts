import { expect, test } from 'vitest';
import { studentQuantile } from './student.ts';

test.each([
  [5, 2.5706],
  [9, 2.2622],
  [19, 2.093],
  [60, 2.0003],
])(
  "Student's t with %i degrees of freedom is exceeded by one draw in 40 at %f",
  (degrees, value) => {
    expect(Math.abs(studentQuantile(degrees) - value)).toBeLessThan(0.003);
  },
);
