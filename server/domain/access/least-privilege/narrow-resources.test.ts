import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileGlob, matchesGlob } from '#server/domain/iam/glob.ts'
import { narrowResources } from './narrow-resources.ts'
import type { TodayStatement } from './today-statements.ts'

const statement = (resources: string[], notResources: string[] = []): TodayStatement => ({
  policy: 'p',
  effect: 'Allow',
  sid: undefined,
  actions: ['*'],
  notActions: [],
  resources,
  notResources,
  condition: undefined,
})
const Q = 'arn:aws:sqs:eu-west-1:1:'

it.each<[string, string[], string[], object | undefined]>([
  ['what a wildcard covers', ['*'], [`${Q}a`], { Resource: [`${Q}a`] }],
  ['what is named', [`${Q}a`, `${Q}b`], [`${Q}a`], { Resource: [`${Q}a`] }],
  [
    'a pattern that is narrower than what is wanted',
    ['arn:aws:s3:::b/x/*'],
    ['arn:aws:s3:::b/*'],
    { Resource: ['arn:aws:s3:::b/x/*'] },
  ],
  ['two patterns that cross', ['arn:aws:s3:::*/x'], ['arn:aws:s3:::b/*'], { Resource: ['arn:aws:s3:::*/x'] }],
  [
    'a variable',
    ['arn:aws:s3:::b/$\u007baws:username}/*'],
    ['arn:aws:s3:::b/*'],
    { Resource: ['arn:aws:s3:::b/$\u007baws:username}/*'] },
  ],
  ['nothing of another service', [`${Q}a`], ['arn:aws:sns:eu-west-1:1:a'], undefined],
])('keeps %s', (_, own, wanted, expected) => {
  expect(narrowResources(statement(own), wanted)).toEqual(expected)
})

it.each<[string[], string[], object | undefined]>([
  [[`${Q}secret`], [`${Q}a`], { Resource: [`${Q}a`] }],
  [[`${Q}secret`], [`${Q}secret`], undefined],
  [[`${Q}secret*`], [`${Q}*`], { NotResource: [`${Q}secret*`] }],
])('with NotResource %j and %j wanted gives %j', (notResources, wanted, expected) => {
  expect(narrowResources(statement([], notResources), wanted)).toEqual(expected)
})

it('draws many together only inside of what is granted', () => {
  const many = Array.from({ length: 30 }, (_, i) => `${Q}app-jobs-${i}`)
  expect(narrowResources(statement(['*']), many)).toEqual({ Resource: [`${Q}app-jobs-*`] })
  expect(narrowResources(statement([`${Q}app-*`]), many)).toEqual({ Resource: [`${Q}app-jobs-*`] })
  expect(narrowResources(statement([`${Q}*-jobs-??`, `${Q}*-jobs-?`]), many)).toEqual({
    Resource: [`${Q}*-jobs-?`, `${Q}*-jobs-??`],
  })
})

it('never grants more than the statement, and all of what it grants of the wanted', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/'), maxLength: 5 })
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':'), minLength: 1, maxLength: 5 })
  const covers = (patterns: string[], one: string) =>
    patterns.some((wide) => matchesGlob(compileGlob(wide), one) === 'true')
  fc.assert(
    fc.property(
      fc.array(pattern, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      fc.array(pattern, { minLength: 1, maxLength: 15 }),
      text,
      (own, isNot, wanted, one) => {
        const narrowed = narrowResources(isNot ? statement([], own) : statement(own), wanted)
        const before = covers(own, one) !== isNot
        const after =
          narrowed === undefined
            ? false
            : 'Resource' in narrowed
              ? covers(narrowed.Resource, one)
              : !covers(narrowed.NotResource, one)
        if (after) expect(before).toBe(true)
        if (before && covers(wanted, one)) expect(after).toBe(true)
      },
    ),
    { numRuns: 2000 },
  )
})
