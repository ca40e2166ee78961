import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeApi, makeRoute } from '#server/testing/source-records.ts'
import { websocketConnectOpen } from './websocket-connect-open.ts'

const message = makeRoute({ key: '$default', method: '', path: '' })
const connect = (authorization: string) => makeRoute({ key: '$connect', method: '', path: '', authorization })
const api = (values: Partial<ApiRecord>) => makeApi({ protocol: 'WEBSOCKET', ...values })

describe('websocket-connect-open', () => {
  it.each<[string, string, ApiRecord]>([
    ['fail', '$connect without authorizer', api({ routes: known([connect('NONE'), message]) })],
    ['fail', 'no $connect at all', api({ routes: known([message]) })],
    ['pass', '$connect with an authorizer', api({ routes: known([connect('CUSTOM'), message]) })],
    ['pass', 'no address to connect to', api({ routes: known([message]), executeApiDisabled: known(true) })],
    ['not applicable', 'a REST API', makeApi()],
    ['unknown', 'routes that were denied', api({ routes: denied('apigateway:GET') })],
  ])('says %s of %s', (state, _what, record) => {
    expect(judgeRecord(websocketConnectOpen, record).state).toBe(state)
  })

  it('names the functions behind all routes', () => {
    expect(judgeRecord(websocketConnectOpen, api({ routes: known([message]) }))).toMatchObject({
      affects: [FUNCTION_ARN],
    })
  })
})
