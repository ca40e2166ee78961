import { expect, it } from 'vitest'
import { isOwnRead } from './own-agent.ts'

const SDK = 'aws-sdk-js/3.1150.0 ua/2.1 os/linux lang/js md/nodejs#24.9.0 api/lambda#3.1150.0 app/sightline'
const read = { readOnly: true, userAgent: SDK, errorCode: null }

it('knows its own reads', () => expect(isOwnRead(read)).toBe(true))

it.each([
  ['a change', { ...read, readOnly: false }],
  ['a read that was denied', { ...read, errorCode: 'AccessDenied' }],
  ['another tool', { ...read, userAgent: 'aws-cli/2.31.0' }],
  ['a name that only contains it', { ...read, userAgent: 'aws-sdk-js/3 app/not-sightline' }],
  ['no user agent', { ...read, userAgent: null }],
])('does not take %s for one', (_what, record) => expect(isOwnRead(record)).toBe(false))
