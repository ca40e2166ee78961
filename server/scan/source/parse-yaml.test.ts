import { expect, it } from 'vitest'
import { parseYaml } from './parse-yaml.ts'
import { placeOf } from './places.ts'
import { Problems, UnreadableError } from './problem.ts'

/** A dollar sign that begins no expression of ours. */
const DOLLAR = '$'

function read(text: string) {
  const problems = new Problems('t.yaml')
  return { value: parseYaml(text, problems), problems: problems.list }
}

it('reads the short forms of intrinsic functions', () => {
  const { value } = read(
    `a: !Ref B\nb: !GetAtt C.Arn\nc: !Sub "${DOLLAR}{D}"\nd: !If [E, !Ref F, 1]\ne: !Join\n  - ","\n  - [x]\n`,
  )
  expect(value).toEqual({
    a: { Ref: 'B' },
    b: { 'Fn::GetAtt': ['C', 'Arn'] },
    c: { 'Fn::Sub': `${DOLLAR}{D}` },
    d: { 'Fn::If': ['E', { Ref: 'F' }, 1] },
    e: { 'Fn::Join': [',', ['x']] },
  })
})

it('remembers where keys and items are written, with CRLF and a byte order mark too', () => {
  const { value } = read('\uFEFFa:\r\n  b: 1\r\n  c:\r\n    - x\r\n')
  const { a } = value as { a: { c: string[] } }
  expect(placeOf(value as object, 'a')).toMatchObject({ line: 1 })
  expect(placeOf(a, 'c')).toEqual({ line: 3, column: 3 })
  expect(placeOf(a.c, 0)).toEqual({ line: 4, column: 7 })
})

it('keeps account ids that begin with zero', () => {
  expect(read('a: 012345678901\nb: 123456789012').value).toEqual({ a: '012345678901', b: '123456789012' })
})

it('merges anchors without overwriting', () => {
  expect(read('x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3').value).toMatchObject({ y: { a: 1, b: 3 } })
})

it.each([
  ['a tab as indentation', 'a:\n\t- b', 2],
  ['a bracket that is not closed', 'a: [1, 2\nb: 3', 2],
  ['an alias without anchor', 'a: 1\nb: *nowhere', 2],
  ['an anchor that refers to itself', 'a: &x\n  b: *x', 2],
])('says where %s is', (_, text, line) => {
  const attempt = () => read(text)
  expect(attempt).toThrow(UnreadableError)
  try {
    attempt()
  } catch (error) {
    expect((error as UnreadableError).place.line).toBeGreaterThanOrEqual(line - 1)
    expect((error as UnreadableError).place.line).toBeLessThanOrEqual(line + 1)
  }
})

it('takes the last of two same keys and says so', () => {
  const { value, problems } = read('a: 1\na: 2\n')
  expect(value).toEqual({ a: 2 })
  expect(problems).toMatchObject([{ line: 2, level: 'error', text: expect.stringContaining('twice') }])
})

it('stops at anchors that explode', () => {
  const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < 12; level += 1)
    bomb.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    )
  expect(() => read(bomb.join('\n'))).toThrow(/more than 250000 values/)
})

it('stops at deep nesting', () => {
  expect(() => read('['.repeat(5000) + ']'.repeat(5000))).toThrow(/too deeply/)
})

it('does not let a key reach the prototype', () => {
  const { value } = read('__proto__:\n  polluted: true\n')
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  expect(Object.keys(value as object)).toEqual(['__proto__'])
})

it.each(['', '# nothing', '---\n'])('reads nothing from %j', (text) => {
  expect(read(text).value ?? null).toBeNull()
})
