import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePolicy, type PolicySource, statementRef } from './compiled-policy.ts'
import { evaluateResourcePolicy } from './evaluate.ts'
import { parsePolicyDocument } from './policy-document.ts'
import { allow, compiled } from './role-for-test.ts'

const SOURCE: PolicySource = { kind: 'managed', name: 'p', arn: 'arn:aws:iam::1:policy/p' }
const compileText = (text: string) => compilePolicy(parsePolicyDocument(text), SOURCE)

describe('compilePolicy', () => {
  it('reads a single statement object and single strings', () => {
    const policy = compileText('{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}')
    expect(policy?.statements).toMatchObject([
      { effect: 'Allow', resources: ['*'], variables: false, index: 0 },
    ])
  })

  it.each(['nonsense', '', '{}', '[]', '{"Statement":null}', '{"Statement":["x"]}'])(
    'does not take %j for a policy',
    (text) => {
      expect(compileText(text)).toBeUndefined()
    },
  )

  it('keeps the source apart where two policies have the same text', () => {
    const text = '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
    const other = compilePolicy(parsePolicyDocument(text), { kind: 'scp', name: 'q', arn: null })
    expect(compileText(text)?.source.name).toBe('p')
    expect(other?.source.name).toBe('q')
  })

  it('takes a document of 6,144 bytes and quotes no more of a statement than that', () => {
    const keys = Array.from({ length: 200 }, (_, i) => `arn:aws:s3:::bucket/${i}/${'x'.repeat(20)}`)
    const policy = compiled([allow('s3:GetObject', keys, { Sid: 'Long' })])
    const { quote, sid } = statementRef(policy, 0)
    expect(sid).toBe('Long')
    expect(quote).toHaveLength(6144)
    expect(policy.statements[0]?.resources).toHaveLength(200)
  })

  it('tells statements with the same Sid apart by their place', () => {
    const policy = compiled([allow('s3:*', '*', { Sid: 'S' }), allow('sqs:*', '*', { Sid: 'S' })])
    expect(statementRef(policy, 1)).toMatchObject({
      sid: 'S',
      index: 1,
      quote: expect.stringContaining('sqs'),
    })
    expect(statementRef(policy, 7)).toMatchObject({ sid: null, quote: '' })
  })

  it('never throws, whatever the document, nor does its evaluation', () => {
    const odd = fc.oneof(fc.jsonValue(), fc.string())
    const statement = fc.record(
      {
        Sid: odd,
        Effect: fc.oneof(fc.constantFrom('Allow', 'Deny'), odd),
        Principal: odd,
        NotPrincipal: odd,
        Action: odd,
        Resource: odd,
        Condition: fc.oneof(odd, fc.dictionary(fc.string(), fc.dictionary(fc.string(), odd))),
      },
      { requiredKeys: [] },
    )
    const document = fc.oneof(
      fc.jsonValue(),
      fc.record({ Version: odd, Statement: fc.oneof(statement, fc.array(statement)) }),
    )
    fc.assert(
      fc.property(document, (value) => {
        const policy = compilePolicy({ raw: '', parsed: value }, SOURCE)
        if (!policy) return
        const principal = { type: 'AWS', value: '111122223333' } as const
        evaluateResourcePolicy(policy, { action: 's3:GetObject', resource: '*', principal })
        for (const { index } of policy.statements) statementRef(policy, index)
      }),
    )
  })
})
