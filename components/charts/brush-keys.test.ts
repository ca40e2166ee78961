import fc from 'fast-check'
import { expect, it } from 'vitest'
import { moveBrush } from './brush-keys.ts'

it.each([
  [{ from: 4, to: 4 }, 'ArrowLeft', false, { from: 3, to: 3 }],
  [{ from: 0, to: 2 }, 'ArrowLeft', false, { from: 0, to: 2 }],
  [{ from: 8, to: 9 }, 'ArrowRight', false, { from: 8, to: 9 }],
  [{ from: 4, to: 4 }, 'ArrowRight', true, { from: 4, to: 5 }],
  [{ from: 4, to: 4 }, 'ArrowLeft', true, { from: 4, to: 4 }],
  [{ from: 4, to: 6 }, 'Home', true, { from: 0, to: 6 }],
  [{ from: 4, to: 6 }, 'End', false, { from: 9, to: 9 }],
  [{ from: 4, to: 6 }, 'a', false, undefined],
])('%j and %s, with Shift %s: %j', (brush, key, shiftKey, moved) => {
  expect(moveBrush(brush, { key, shiftKey }, 10)).toEqual(moved)
})

it('never leaves the chart', () => {
  const key = fc.constantFrom('ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 101 }), fc.array(fc.tuple(key, fc.boolean())), (count, keys) => {
      let brush = { from: count - 1, to: count - 1 }
      for (const [one, shiftKey] of keys) {
        brush = moveBrush(brush, { key: one, shiftKey }, count) ?? brush
        expect(brush.from).toBeGreaterThanOrEqual(0)
        expect(brush.to).toBeGreaterThanOrEqual(brush.from)
        expect(brush.to).toBeLessThan(count)
      }
    }),
  )
})
