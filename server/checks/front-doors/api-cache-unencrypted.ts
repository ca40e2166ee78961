import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import type { ApiStage } from '#server/domain/records/api-record.ts'
import { faultyStages, judgeStages } from './stage-judgement.ts'
import { patchStages } from './stage-remedy.ts'

function fault({ cacheEnabled, cacheEncrypted }: ApiStage): boolean | undefined | null {
  if (cacheEnabled === undefined) return undefined
  if (!cacheEnabled) return null
  return cacheEncrypted === undefined ? undefined : !cacheEncrypted
}

/** Source: API Gateway Developer Guide, "Cache settings for REST APIs": encrypt cache data. */
export const apiCacheUnencrypted = defineCheck({
  id: 'api-cache-unencrypted',
  title: 'API cache is not encrypted',
  group: 'front-doors',
  kind: 'api',
  severity: 'low',
  severityNote: null,
  why: 'The cache keeps answers of the function, personal ones among them, on a disk that is not encrypted.',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html'],
  needs: ['apis'],
  elsewhere: [
    'Prowler apigateway_restapi_cache_encrypted',
    'Security Hub APIGateway.5',
    'AWS Config api-gw-cache-enabled-and-encrypted',
    'Checkov CKV_AWS_308',
  ],
  risks: ['insecure-deployment-configuration'],
  evaluate: (record) =>
    judgeStages(record, {
      protocols: ['REST'],
      otherwise: 'REST APIs alone have a cache.',
      severity: 'low',
      fault,
      says: 'keeps answers in a cache that is not encrypted',
      shown: ({ cacheEncrypted }) => `Cache ${cacheEncrypted ? 'encrypted' : 'not encrypted'}`,
      notForStages: 'No stage has a cache.',
    }),
  remediate: (record) => ({
    text: 'Have the cache encrypted. It is emptied by the change: the functions see more requests until it is full again.',
    cli: patchStages(record, faultyStages(record, fault), ['/*/*/caching/dataEncrypted', 'true']),
    cloudformation: properties('AWS::ApiGateway::Stage', {
      MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', CacheDataEncrypted: true }],
    }),
    terraform: argumentsOf('aws_api_gateway_method_settings', {
      method_path: '*/*',
      'settings {}': { cache_data_encrypted: true },
    }),
  }),
})
