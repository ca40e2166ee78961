import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import { judge, remedyOf } from '#server/testing/judge.ts'
import { urlCorsAnyOrigin } from './url-cors-any-origin.ts'

const url = (authType: string, allowOrigins: string[], allowCredentials = false) => ({
  urls: known([
    {
      url: 'https://x.lambda-url.eu-west-1.on.aws/',
      authType,
      cors: { allowOrigins, allowCredentials, allowMethods: ['*'], allowHeaders: [], exposeHeaders: [] },
    },
  ]),
})

describe('url-cors-any-origin', () => {
  it.each<[string, string, Parameters<typeof judge>[1], string?]>([
    ['fail', 'any origin', url('NONE', ['*']), 'medium'],
    ['fail', 'any origin with credentials', url('NONE', ['*'], true), 'high'],
    ['fail', 'any origin of a signed URL', url('AWS_IAM', ['*']), 'low'],
    ['fail', 'any HTTPS origin', url('NONE', ['https://*'], true), 'high'],
    ['pass', 'origins by name', url('NONE', ['https://shop.example.com'], true)],
    ['pass', 'subdomains', url('NONE', ['https://*.example.com'])],
    ['not applicable', 'no CORS', { urls: known([{ url: 'https://x', authType: 'NONE' }]) }],
    ['not applicable', 'no URL', { urls: absent() }],
    ['unknown', 'URLs that were denied', { urls: denied('lambda:ListFunctionUrlConfigs') }],
  ])('says %s of %s', (state, _what, values, severity) => {
    const verdict = judge(urlCorsAnyOrigin, values)
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity })
  })

  it('tells the command for the URL', () => {
    expect(remedyOf(urlCorsAnyOrigin, url('NONE', ['*'])).cli).toContain(
      '--cors AllowOrigins=https://example.com',
    )
  })
})
