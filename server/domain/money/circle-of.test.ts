import { expect, it } from 'vitest'
import { circleOf } from './circle-of.ts'

const calls = (text: string) => {
  const pairs = text.split(' ').map((pair) => pair.split('>') as [string, string])
  return new Map(
    [...Map.groupBy(pairs, ([from]) => from)].map(([from, list]) => [from, list.map(([, to]) => to)]),
  )
}

it.each<[string, string[] | undefined]>([
  ['a>a', []],
  ['a>b b>a', ['b']],
  ['a>b b>c c>a', ['b', 'c']],
  ['a>b b>c c>d b>a', ['b']],
  ['a>b b>c', undefined],
  ['a>b b>c c>b', undefined],
  ['b>c c>b', undefined],
  ['a>b b>c c>d d>e e>f f>g g>a', undefined],
])('in %s comes back to a by %j', (text, way) => {
  expect(circleOf('a', calls(text))).toEqual(way)
})
