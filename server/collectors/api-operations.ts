import type { Operation } from '#server/aws/operation.ts'

/** API Gateway's reads all need one permission, on the path that is read. Source: service authorization reference. */
export const API_PERMISSION = 'apigateway:GET'

function read(service: 'apigateway' | 'apigatewayv2', name: string, hides: string): Operation {
  return { service, name, permission: API_PERMISSION, costUsd: 0, hides }
}

export const API_OPERATIONS = {
  restApis: read('apigateway', 'GetRestApis', 'REST APIs in front of functions'),
  resources: read('apigateway', 'GetResources', 'routes of REST APIs and what they call'),
  restStages: read('apigateway', 'GetStages', 'stages of REST APIs, their throttling and their firewall'),
  restAuthorizers: read('apigateway', 'GetAuthorizers', 'authorizers of REST APIs'),
  usagePlans: read('apigateway', 'GetUsagePlans', 'usage plans, their throttling and quotas'),
  restDomains: read('apigateway', 'GetDomainNames', 'custom domains of REST APIs'),
  basePathMappings: read('apigateway', 'GetBasePathMappings', 'which REST API a custom domain leads to'),
  httpApis: read('apigatewayv2', 'GetApis', 'HTTP and WebSocket APIs in front of functions'),
  routes: read('apigatewayv2', 'GetRoutes', 'routes of HTTP and WebSocket APIs'),
  integrations: read('apigatewayv2', 'GetIntegrations', 'what routes of HTTP and WebSocket APIs call'),
  httpStages: read('apigatewayv2', 'GetStages', 'stages of HTTP and WebSocket APIs and their throttling'),
  httpAuthorizers: read('apigatewayv2', 'GetAuthorizers', 'authorizers of HTTP and WebSocket APIs'),
  httpDomains: read('apigatewayv2', 'GetDomainNames', 'custom domains of HTTP and WebSocket APIs'),
  apiMappings: read('apigatewayv2', 'GetApiMappings', 'which APIs a custom domain leads to'),
} as const
