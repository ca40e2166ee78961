import type { ServiceId } from '#demo/protocol/service-ids.ts'
import { matchAccessAnalyzer } from './access-analyzer.ts'
import { matchHttpApis, matchRestApis } from './apigateway/operations.ts'
import { matchAppSync } from './appsync.ts'
import { matchCloudFront } from './cloudfront.ts'
import { matchGuardDuty } from './guardduty.ts'
import { matchInspector } from './inspector2.ts'
import { matchLambda } from './lambda/routes.ts'
import { matchS3 } from './s3.ts'
import { matchScheduler } from './scheduler.ts'
import { matchSecurityHub } from './securityhub.ts'

/** Finds the operation of a REST request and reads its path and query parameters; undefined when there is none. */
export type RestMatcher = (
  method: string,
  path: string,
  query: URLSearchParams,
) => { operation: string; input: Record<string, unknown> } | undefined

/** The services whose operations are told apart by path and query. */
export const restServices: Partial<Record<ServiceId, RestMatcher>> = {
  lambda: matchLambda,
  appsync: matchAppSync,
  apigateway: matchRestApis,
  apigatewayv2: matchHttpApis,
  cloudfront: matchCloudFront,
  s3: matchS3,
  scheduler: matchScheduler,
  guardduty: matchGuardDuty,
  inspector2: matchInspector,
  'access-analyzer': matchAccessAnalyzer,
  securityhub: matchSecurityHub,
}
