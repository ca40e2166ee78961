import { type Shape, unknownMembers } from './read-field.ts'

const shape = (names: string): Shape => Object.fromEntries(names.split(/\s+/).map((name) => [name, true]))

/** What API Gateway's answers hold, as of its 2015-07-09 and 2018-11-29 models. */
export const REST_API = shape(
  'id name description createdDate version warnings binaryMediaTypes minimumCompressionSize apiKeySource endpointConfiguration policy tags disableExecuteApiEndpoint rootResourceId securityPolicy endpointAccessMode apiStatus apiStatusMessage importInfo',
)
export const REST_RESOURCE = shape('id parentId pathPart path resourceMethods')
export const REST_METHOD = shape(
  'httpMethod authorizationType authorizerId apiKeyRequired requestValidatorId operationName requestParameters requestModels methodResponses methodIntegration authorizationScopes',
)
export const REST_INTEGRATION = shape(
  'type httpMethod uri connectionType connectionId credentials requestParameters requestTemplates passthroughBehavior contentHandling timeoutInMillis cacheNamespace cacheKeyParameters integrationResponses tlsConfig responseTransferMode integrationTarget',
)
export const REST_STAGE = shape(
  'deploymentId clientCertificateId stageName description cacheClusterEnabled cacheClusterSize cacheClusterStatus methodSettings variables documentationVersion accessLogSettings canarySettings tracingEnabled webAclArn tags createdDate lastUpdatedDate',
)
export const REST_AUTHORIZER = shape(
  'id name type providerARNs authType authorizerUri authorizerCredentials identitySource identityValidationExpression authorizerResultTtlInSeconds',
)
export const HTTP_API = shape(
  'apiEndpoint apiGatewayManaged apiId apiKeySelectionExpression corsConfiguration createdDate description disableSchemaValidation disableExecuteApiEndpoint importInfo ipAddressType name protocolType routeSelectionExpression tags version warnings',
)
export const HTTP_ROUTE = shape(
  'apiGatewayManaged apiKeyRequired authorizationScopes authorizationType authorizerId modelSelectionExpression operationName requestModels requestParameters routeId routeKey routeResponseSelectionExpression target',
)
export const HTTP_INTEGRATION = shape(
  'apiGatewayManaged connectionId connectionType contentHandlingStrategy credentialsArn description integrationId integrationMethod integrationResponseSelectionExpression integrationSubtype integrationType integrationUri passthroughBehavior payloadFormatVersion requestParameters requestTemplates responseParameters templateSelectionExpression timeoutInMillis tlsConfig',
)
export const HTTP_STAGE = shape(
  'accessLogSettings apiGatewayManaged autoDeploy clientCertificateId createdDate defaultRouteSettings deploymentId description lastDeploymentStatusMessage lastUpdatedDate routeSettings stageName stageVariables tags',
)
export const HTTP_AUTHORIZER = shape(
  'authorizerCredentialsArn authorizerId authorizerPayloadFormatVersion authorizerResultTtlInSeconds authorizerType authorizerUri enableSimpleResponses identitySource identityValidationExpression jwtConfiguration name',
)

/** What of the API itself and of the parts below it no shape names: each name once, with where it was. */
export function unknownApiMembers(
  api: unknown,
  shape: Shape,
  parts: readonly [where: string, items: readonly unknown[], shape: Shape][],
): string[] {
  const names = new Set(unknownMembers(api, shape))
  for (const [where, items, of] of parts)
    for (const item of items) for (const name of unknownMembers(item, of, `${where}.`)) names.add(name)
  return [...names].sort().slice(0, 50)
}
