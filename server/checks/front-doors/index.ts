import type { AnyCheck } from '#server/checks/define-check.ts'
import { apiAccessLoggingOff } from './api-access-logging-off.ts'
import { apiAuthorizerCacheWithoutIdentity } from './api-authorizer-cache-without-identity.ts'
import { apiCacheUnencrypted } from './api-cache-unencrypted.ts'
import { apiClientCertificateMissing } from './api-client-certificate-missing.ts'
import { apiCorsAnyOriginWithCredentials } from './api-cors-any-origin-with-credentials.ts'
import { apiDataTraceOn } from './api-data-trace-on.ts'
import { apiDomainOldTls } from './api-domain-old-tls.ts'
import { apiEndpointInternet } from './api-endpoint-internet.ts'
import { apiExecuteEndpointBesideDomain } from './api-execute-endpoint-beside-domain.ts'
import { apiExecutionLoggingOff } from './api-execution-logging-off.ts'
import { apiKeyOnly } from './api-key-only.ts'
import { apiRequestValidationMissing } from './api-request-validation-missing.ts'
import { apiRouteOpen } from './api-route-open.ts'
import { apiStageSecrets } from './api-stage-secrets.ts'
import { apiThrottlingDefault } from './api-throttling-default.ts'
import { apiTracingOff } from './api-tracing-off.ts'
import { apiWebAclMissing } from './api-web-acl-missing.ts'
import { distributionAllowsHttp } from './distribution-allows-http.ts'
import { distributionWebAclMissing } from './distribution-web-acl-missing.ts'
import { executeApiAroundCloudfront } from './execute-api-around-cloudfront.ts'
import { graphqlApiKey } from './graphql-api-key.ts'
import { graphqlLoggingOff } from './graphql-logging-off.ts'
import { graphqlWebAclMissing } from './graphql-web-acl-missing.ts'
import { internalApiPublic } from './internal-api-public.ts'
import { loadBalancerPlainHttp } from './load-balancer-plain-http.ts'
import { loadBalancerWebAclMissing } from './load-balancer-web-acl-missing.ts'
import { originWithoutAccessControl } from './origin-without-access-control.ts'
import { privateApiOpenPolicy } from './private-api-open-policy.ts'
import { webAclCountsOnly } from './web-acl-counts-only.ts'
import { webAclWithoutRateRule } from './web-acl-without-rate-rule.ts'
import { websocketConnectOpen } from './websocket-connect-open.ts'

export const FRONT_DOORS_CHECKS: readonly AnyCheck[] = [
  apiAccessLoggingOff,
  apiAuthorizerCacheWithoutIdentity,
  apiCacheUnencrypted,
  apiClientCertificateMissing,
  apiCorsAnyOriginWithCredentials,
  apiDataTraceOn,
  apiDomainOldTls,
  apiEndpointInternet,
  apiExecuteEndpointBesideDomain,
  apiExecutionLoggingOff,
  apiKeyOnly,
  apiRequestValidationMissing,
  apiRouteOpen,
  apiStageSecrets,
  apiThrottlingDefault,
  apiTracingOff,
  apiWebAclMissing,
  distributionAllowsHttp,
  distributionWebAclMissing,
  executeApiAroundCloudfront,
  graphqlApiKey,
  graphqlLoggingOff,
  graphqlWebAclMissing,
  internalApiPublic,
  loadBalancerPlainHttp,
  loadBalancerWebAclMissing,
  originWithoutAccessControl,
  privateApiOpenPolicy,
  webAclCountsOnly,
  webAclWithoutRateRule,
  websocketConnectOpen,
]
