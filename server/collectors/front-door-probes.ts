import * as rest from '@aws-sdk/client-api-gateway'
import * as http from '@aws-sdk/client-apigatewayv2'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'

/** Nobody's API: IAM decides before the service looks whether it exists, so "not found" means "allowed". */
const restApiId = 'nobodysapi'
const ApiId = restApiId
const domainName = 'sightline-doctor-asks-only-for-permission.example'

/** How to try each operation of what stands before functions, reading next to nothing. */
export const FRONT_DOOR_PROBES: Record<string, () => ObservedCommand> = {
  'apigateway:GetRestApis': () => new rest.GetRestApisCommand({ limit: 1 }),
  'apigateway:GetResources': () => new rest.GetResourcesCommand({ restApiId }),
  'apigateway:GetStages': () => new rest.GetStagesCommand({ restApiId }),
  'apigateway:GetAuthorizers': () => new rest.GetAuthorizersCommand({ restApiId }),
  'apigateway:GetUsagePlans': () => new rest.GetUsagePlansCommand({ limit: 1 }),
  'apigateway:GetDomainNames': () => new rest.GetDomainNamesCommand({ limit: 1 }),
  'apigateway:GetBasePathMappings': () => new rest.GetBasePathMappingsCommand({ domainName }),
  'apigatewayv2:GetApis': () => new http.GetApisCommand({ MaxResults: '1' }),
  'apigatewayv2:GetRoutes': () => new http.GetRoutesCommand({ ApiId }),
  'apigatewayv2:GetIntegrations': () => new http.GetIntegrationsCommand({ ApiId }),
  'apigatewayv2:GetStages': () => new http.GetStagesCommand({ ApiId }),
  'apigatewayv2:GetAuthorizers': () => new http.GetAuthorizersCommand({ ApiId }),
  'apigatewayv2:GetDomainNames': () => new http.GetDomainNamesCommand({ MaxResults: '1' }),
  'apigatewayv2:GetApiMappings': () => new http.GetApiMappingsCommand({ DomainName: domainName }),
}
