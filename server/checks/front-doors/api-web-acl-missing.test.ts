import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeApi, makeRoute, makeStage } from '#server/testing/source-records.ts'
import { apiWebAclMissing } from './api-web-acl-missing.ts'

const acl: WebAclRecord = {
  kind: 'web-acl',
  arn: 'acl',
  name: 'shop',
  accountId: '111122223333',
  region: 'eu-west-1',
  scope: 'REGIONAL',
  defaultAction: known('ALLOW'),
  rules: known([]),
  resources: known([`${makeApi().arn}/stages/prod`]),
  unknownFields: [],
}

describe('api-web-acl-missing', () => {
  it.each<[string, string, Partial<ApiRecord>, WebAclRecord[]]>([
    ['fail', 'a stage without web ACL', {}, []],
    ['pass', 'a stage that names one', { stages: known([makeStage({ webAclArn: 'acl' })]) }, []],
    ['pass', 'a stage that a web ACL names', {}, [acl]],
    ['not applicable', 'an HTTP API, which cannot have one', { protocol: 'HTTP' }, []],
    ['not applicable', 'a private endpoint', { endpointTypes: known(['PRIVATE']) }, []],
    ['unknown', 'an endpoint whose type was denied', { endpointTypes: denied('apigateway:GET') }, []],
    ['unknown', 'stages that were denied', { stages: denied('apigateway:GET') }, []],
  ])('says %s of %s', (state, _what, values, acls) => {
    expect(judgeRecord(apiWebAclMissing, makeApi(values), acls).state).toBe(state)
  })

  it('is low where each route has an authorizer', () => {
    const signed = makeApi({ routes: known([makeRoute({ authorization: 'AWS_IAM' })]) })
    expect(judgeRecord(apiWebAclMissing, makeApi())).toMatchObject({ severity: 'medium' })
    expect(judgeRecord(apiWebAclMissing, signed)).toMatchObject({ severity: 'low' })
  })

  it('tells the command for the stage', () => {
    const verdict = judgeRecord(apiWebAclMissing, makeApi())
    if (verdict.state !== 'fail') throw new Error(verdict.state)
    const { cli } = apiWebAclMissing.remediate(makeApi(), verdict, estateOf([]))
    expect(cli).toContain(`--resource-arn ${makeApi().arn}/stages/prod`)
  })
})
