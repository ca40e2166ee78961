import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MASK, maskSecrets } from './mask-secrets.ts'

const SECRET = 's3cr3t-value'

describe('maskSecrets', () => {
  it.each([
    ['environment values', { requestParameters: { environment: { variables: { DB_PASS: SECRET, N: 5 } } } }],
    ['environment values spelled otherwise', { Environment: { Variables: { A: SECRET } } }],
    ['a nested password', { requestParameters: { a: [{ masterUserPassword: SECRET }] } }],
    ['credentials', { responseElements: { credentials: { sessionToken: SECRET, secretAccessKey: SECRET } } }],
    ['a created key', { responseElements: { accessKey: { secretAccessKey: SECRET } } }],
    ['a secret text', { requestParameters: { secretString: SECRET } }],
    ['user data', { requestParameters: { userData: SECRET } }],
    ['build variables', { environment: { environmentVariables: [{ name: 'A', value: SECRET }] } }],
    ['container variables', { containerDefinitions: [{ environment: [{ name: 'A', value: SECRET }] }] }],
    ['a private key', { note: `-----BEGIN RSA PRIVATE KEY-----${SECRET}` }],
    ['a token inside text', { note: `see ghp_abcdefghijklmnop ${SECRET}` }],
    ['an object of secrets', { password: { old: SECRET, list: [SECRET] } }],
  ])('masks %s', (_, record) => {
    const text = JSON.stringify(maskSecrets(record))
    expect(text).not.toContain(SECRET)
    expect(text).toContain(MASK)
  })

  it('keeps names of variables, key ids, names of secrets and paging', () => {
    const record = {
      requestParameters: {
        environment: { variables: { DB_PASS: SECRET } },
        secretId: 'prod/db',
        nextToken: 't',
      },
      userIdentity: { accessKeyId: 'AKIA1', sessionContext: { mfaAuthenticated: false } },
      responseElements: null,
    }
    expect(maskSecrets(record)).toEqual({
      ...record,
      requestParameters: { ...record.requestParameters, environment: { variables: { DB_PASS: MASK } } },
    })
  })

  it('keeps the shape of any record and throws on none', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        expect(Object.keys(maskSecrets(record)).sort()).toEqual(Object.keys(record).sort())
      }),
    )
  })

  it('changes nothing of what it is given', () => {
    const given = () => ({
      a: { environment: { variables: { A: SECRET } } },
      list: [{ password: SECRET }, 1],
      __proto__x: { token: SECRET },
      ...JSON.parse(`{"__proto__":{"password":"${SECRET}","b":1}}`),
    })
    const record = given()
    const masked = maskSecrets(record)
    expect(JSON.stringify(record)).toBe(JSON.stringify(given()))
    expect(JSON.stringify(masked)).not.toContain(SECRET)
    expect(Object.keys(masked)).toEqual(Object.keys(record))
  })

  it.each(['bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'x-eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.'])(
    'masks the signed token in %s',
    (text) => {
      expect(maskSecrets({ text })).toEqual({ text: MASK })
    },
  )

  it('is quick with a text that is made to be slow', () => {
    const text = '-eyJaaaaaaaaaa'.repeat(18_000)
    const beganMs = performance.now()
    expect(maskSecrets({ text })).toEqual({ text })
    expect(performance.now() - beganMs).toBeLessThan(1000)
  })

  it('survives a record that is nested without end', () => {
    let record: Record<string, unknown> = {}
    for (let i = 0; i < 5000; i += 1) record = { a: [record] }
    expect(JSON.stringify(maskSecrets(record))).toContain(MASK)
  })
})
