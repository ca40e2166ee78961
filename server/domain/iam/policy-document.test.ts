import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicyDocument, policyStatements } from './policy-document.ts'
import { isPublicPolicy } from './public-policy.ts'

const policy = (statement: unknown) => JSON.stringify({ Version: '2012-10-17', Statement: statement })
const allow = { Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*' }

describe('parsePolicyDocument', () => {
  it('reads JSON and URL-encoded JSON alike', () => {
    const text = policy([allow])
    const encoded = parsePolicyDocument(encodeURIComponent(text))
    expect(encoded).toEqual(parsePolicyDocument(text))
    expect(encoded.raw).toBe(text)
  })

  it.each(['not a policy', '%E0%A4%A', '{"Statement": [', '', '<html>'])('keeps %j as it came', (text) => {
    expect(parsePolicyDocument(text)).toEqual({ raw: text, parsed: undefined })
  })

  it('does not take a plus for a space', () => {
    const text = policy({ ...allow, Resource: 'a+b' })
    expect(policyStatements(parsePolicyDocument(encodeURIComponent(text)))?.[0]?.resources).toEqual(['a+b'])
  })
})

describe('policyStatements', () => {
  it('takes a bare object for a list of one, and single values for lists', () => {
    expect(policyStatements(parsePolicyDocument(policy(allow)))).toMatchObject([
      {
        effect: 'Allow',
        principals: [{ type: '*', value: '*' }],
        actions: ['lambda:InvokeFunction'],
        resources: ['*'],
      },
    ])
  })

  it('reads principals and conditions of every form', () => {
    const [statement] =
      policyStatements(
        parsePolicyDocument(
          policy({
            Effect: 'Deny',
            Principal: {
              AWS: ['111122223333', 'arn:aws:iam::1:root'],
              Service: 's3.amazonaws.com',
              New: 'x',
            },
            NotAction: ['a:b'],
            Condition: { Bool: { 'aws:SecureTransport': false }, StringEquals: { k: ['a', 'b'] } },
          }),
        ),
      ) ?? []
    expect(statement?.principals).toEqual([
      { type: 'AWS', value: '111122223333' },
      { type: 'AWS', value: 'arn:aws:iam::1:root' },
      { type: 'Service', value: 's3.amazonaws.com' },
      { type: 'New', value: 'x' },
    ])
    expect(statement?.conditions).toEqual([
      { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] },
      { operator: 'StringEquals', key: 'k', values: ['a', 'b'] },
    ])
    expect(statement?.notActions).toEqual(['a:b'])
  })

  it.each(['nonsense', '[]', '{}', 'null', policy(null), policy('x'), policy([1])])(
    'does not take %s for an empty policy',
    (text) => {
      expect(policyStatements(parsePolicyDocument(text))).toBeUndefined()
    },
  )
})

describe('isPublicPolicy', () => {
  const condition = (operator: string, key: string, value: unknown) => ({
    ...allow,
    Condition: { [operator]: { [key]: value } },
  })
  it.each([
    ['everyone', allow, true],
    ['every AWS principal', { ...allow, Principal: { AWS: ['*'] } }, true],
    ['everyone but one', { ...allow, Principal: undefined, NotPrincipal: { AWS: '1' } }, true],
    ['a denial', { ...allow, Effect: 'Deny' }, false],
    ['a service', { ...allow, Principal: { Service: 's3.amazonaws.com' } }, false],
    ['an account', { ...allow, Principal: { AWS: '111122223333' } }, false],
    ['a function URL', condition('StringEquals', 'lambda:FunctionUrlAuthType', 'NONE'), true],
    ['one organisation', condition('StringEquals', 'aws:PrincipalOrgID', 'o-1'), false],
    ['one source', condition('ArnLike', 'AWS:SourceArn', 'arn:aws:sns:eu-west-1:1:t'), false],
    ['any source', condition('ArnLike', 'aws:SourceArn', '*'), true],
    ['any address', condition('IpAddress', 'aws:SourceIp', ['10.0.0.0/8', '0.0.0.0/0']), true],
    ['all but one account', condition('StringNotEquals', 'aws:SourceAccount', '1'), true],
    ['one account, if it is told', condition('StringEqualsIfExists', 'aws:SourceAccount', '1'), true],
  ])('of %s is %o → %s', (_, statement, expected) => {
    expect(isPublicPolicy(parsePolicyDocument(policy(statement)))).toBe(expected)
  })

  it('is not known of a document that is no policy', () => {
    expect(isPublicPolicy(parsePolicyDocument('nonsense'))).toBeUndefined()
  })
})

it('never throws, whatever the document', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.json().map(encodeURIComponent)), (text) => {
      const document = parsePolicyDocument(text)
      policyStatements(document)
      isPublicPolicy(document)
      expect(typeof document.raw).toBe('string')
    }),
  )
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const statements = policyStatements(parsePolicyDocument(policy(value)))
      if (value === null) expect(statements).toBeUndefined()
    }),
  )
})

it('takes a document that is nested beyond any policy for no policy', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  expect(parsePolicyDocument(nested(50)).parsed).toBeDefined()
  expect(parsePolicyDocument(nested(5000))).toMatchObject({ parsed: undefined })
  expect(parsePolicyDocument(encodeURIComponent(nested(5000)))).toMatchObject({ parsed: undefined })
})
