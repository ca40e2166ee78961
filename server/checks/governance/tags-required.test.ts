import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { tagsRequired as check } from './tags-required.ts'

const AROUND = estateOf([])
const tags = (values: Record<string, string>) => ({ tags: known(values) })
const judge = (changes: Partial<FunctionRecord>, keys?: string[]) =>
  check.evaluate(makeFunctionRecord(changes), AROUND, keys && { keys })

describe('tags-required', () => {
  it.each<[string, string, Partial<FunctionRecord>, string[]?]>([
    ['pass', 'some tag', tags({ a: 'b' })],
    ['fail', 'no tag', { tags: absent() }],
    ['fail', 'a tag of AWS alone', tags({ 'aws:cloudformation:stack-name': 's' })],
    ['pass', 'the key in another case', tags({ Owner: 'shop' }), ['owner']],
    ['fail', 'another key', tags({ team: 'shop' }), ['owner']],
    ['fail', 'an empty value', tags({ owner: ' ' }), ['owner']],
    ['unknown', 'tags that were not read', { tags: denied('lambda:ListTags') }],
    ['not applicable', 'a helper of Amplify', { name: 'amplify-login-custom-message-1a2b' }],
  ])('says %s of %s', (state, _, changes, keys) => {
    expect(judge(changes, keys).state).toBe(state)
  })

  it('is off, names what is missing, and keeps hostile keys out of the shell', () => {
    const key = `x"; rm -rf ~; '`
    const verdict = judge(tags({}), [key])
    if (verdict.state !== 'fail') throw new Error(verdict.state)
    expect(check.off).toBeDefined()
    expect(check.remediate(makeFunctionRecord(), verdict, AROUND).cli).toContain(
      `'x"; rm -rf ~; '\\''='"$value"`,
    )
  })
})
