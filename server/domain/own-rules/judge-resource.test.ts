import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absent, denied, type Field, failed, known } from '#server/domain/field.ts'
import { compileCondition } from './compile-condition.ts'
import { judgeResource } from './judge-resource.ts'

const RULE = { severity: 'high' as const, message: 'no' }

function judge(condition: string, resource: Record<string, unknown>) {
  const compiled = compileCondition(condition)
  if ('problem' in compiled) throw new Error(compiled.problem.text)
  return judgeResource({ ...RULE, condition }, compiled, { resource }, 'one').verdict.state
}

const seen = fc.oneof(fc.boolean().map(known), fc.constant(absent<boolean>()))
const hidden = fc.oneof(
  fc.constant(denied<boolean>('x:Y')),
  fc.string().map((why) => failed<boolean>(why)),
)
const field: fc.Arbitrary<Field<boolean>> = fc.oneof(seen, hidden)

type Node = { text: string; eval: (a: Field<boolean>, b: Field<boolean>) => boolean | undefined }
const isTrue = (one: Field<boolean>) =>
  one.state === 'known' ? one.value : one.state === 'absent' ? false : undefined
const leaf = fc.constantFrom<Node>(
  { text: 'resource.a == true', eval: (a) => isTrue(a) },
  { text: 'resource.b == true', eval: (_, b) => isTrue(b) },
  { text: 'true', eval: () => true },
)
const tree = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.tuple(tie('node'), tie('node')).map(
      ([x, y]): Node => ({
        text: `(${x.text} && ${y.text})`,
        eval: (a, b) => {
          const [p, q] = [x.eval(a, b), y.eval(a, b)]
          return p === false || q === false ? false : p === undefined || q === undefined ? undefined : true
        },
      }),
    ),
    fc.tuple(tie('node'), tie('node')).map(
      ([x, y]): Node => ({
        text: `(${x.text} || ${y.text})`,
        eval: (a, b) => {
          const [p, q] = [x.eval(a, b), y.eval(a, b)]
          return p === true || q === true ? true : p === undefined || q === undefined ? undefined : false
        },
      }),
    ),
    tie('node').map(
      (x): Node => ({
        text: `!(${x.text})`,
        eval: (a, b) => {
          const p = x.eval(a, b)
          return p === undefined ? undefined : !p
        },
      }),
    ),
  ),
})).node

describe('what was not seen', () => {
  it('makes the verdict unknown just where it could turn it', () => {
    fc.assert(
      fc.property(tree, field, field, (node, a, b) => {
        const expected = node.eval(a, b)
        const state = judge(node.text, { a, b })
        expect(state).toBe(expected === undefined ? 'unknown' : expected ? 'pass' : 'fail')
      }),
      { numRuns: 500 },
    )
  })
})

describe('compiling', () => {
  it('never throws, whatever is written', () => {
    const piece = fc.constantFrom(
      'resource',
      '.',
      'a',
      '(',
      ')',
      '[',
      ']',
      '"',
      ' && ',
      '!',
      '1',
      '{',
      '?',
      ':',
      '\n',
    )
    const text = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (condition) => {
        const compiled = compileCondition(condition)
        if ('problem' in compiled) expect(compiled.problem.text.length).toBeGreaterThan(0)
        else judgeResource({ ...RULE, condition }, compiled, { resource: { a: known(1) } }, 'one')
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    `${'('.repeat(1900)}1${')'.repeat(1900)}`,
    `${'!'.repeat(3900)}true`,
    `${'['.repeat(1500)}${']'.repeat(1500)}`,
  ])('ends soon however deep it is nested', (condition) => {
    const startedMs = performance.now()
    compileCondition(condition)
    expect(performance.now() - startedMs).toBeLessThan(2000)
  })

  it('tells what a condition reads', () => {
    const compiled = compileCondition(
      'resource.urls.all(u, u.authType == "X" && resource.name != labels.owner)',
    )
    expect(compiled).toMatchObject({
      variables: new Set(['resource', 'labels']),
      members: new Set(['urls', 'name']),
    })
    expect(compileCondition('resource["a"] == 1')).toMatchObject({ members: null })
  })
})
