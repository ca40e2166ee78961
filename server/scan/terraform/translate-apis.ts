import { type Attributes, set } from './attributes.ts'
import type { Translation } from './translation.ts'

function throttleOf(block: Attributes | undefined) {
  if (!block) return undefined
  // The provider says -1 where no limit is set.
  const limit = (name: string) => {
    const value = block.get(name)
    return value === -1 || value === 0 ? undefined : value
  }
  return set({
    ThrottlingRateLimit: limit('throttling_rate_limit'),
    ThrottlingBurstLimit: limit('throttling_burst_limit'),
    LoggingLevel: block.text('logging_level'),
    DataTraceEnabled: block.get('data_trace_enabled'),
  })
}

function accessLog(a: Attributes): unknown {
  const block = a.block('access_log_settings')
  return block && { DestinationArn: block.get('destination_arn'), Format: block.get('format') }
}

/** API Gateway and AppSync. Source: Terraform AWS provider documentation. */
export const APIS: Record<string, Translation> = {
  aws_api_gateway_rest_api: (a) => ({
    Name: a.get('name'),
    Policy: a.text('policy'),
    Body: a.text('body'),
    DisableExecuteApiEndpoint: a.get('disable_execute_api_endpoint'),
    EndpointConfiguration:
      a.block('endpoint_configuration') &&
      set({
        Types: a.block('endpoint_configuration')?.get('types'),
        VpcEndpointIds: a.block('endpoint_configuration')?.get('vpc_endpoint_ids'),
      }),
    Tags: a.get('tags_all') ?? a.get('tags'),
  }),
  aws_api_gateway_resource: (a) => ({
    RestApiId: a.get('rest_api_id'),
    ParentId: a.get('parent_id'),
    PathPart: a.get('path_part'),
  }),
  aws_api_gateway_method: (a) => ({
    RestApiId: a.get('rest_api_id'),
    ResourceId: a.get('resource_id'),
    HttpMethod: a.get('http_method'),
    AuthorizationType: a.get('authorization'),
    AuthorizerId: a.text('authorizer_id'),
    AuthorizationScopes: a.get('authorization_scopes'),
    ApiKeyRequired: a.get('api_key_required'),
    RequestValidatorId: a.text('request_validator_id'),
  }),
  aws_api_gateway_integration: (a) => ({
    RestApiId: a.get('rest_api_id'),
    ResourceId: a.get('resource_id'),
    HttpMethod: a.get('http_method'),
    Integration: set({
      Type: a.get('type'),
      Uri: a.text('uri'),
      Credentials: a.text('credentials'),
      TimeoutInMillis: a.get('timeout_milliseconds'),
      RequestParameters: a.get('request_parameters'),
    }),
  }),
  aws_api_gateway_stage: (a) => ({
    RestApiId: a.get('rest_api_id'),
    StageName: a.get('stage_name'),
    DeploymentId: a.get('deployment_id'),
    Variables: a.get('variables'),
    AccessLogSetting: accessLog(a),
    TracingEnabled: a.get('xray_tracing_enabled'),
    CacheClusterEnabled: a.get('cache_cluster_enabled'),
    ClientCertificateId: a.text('client_certificate_id'),
  }),
  aws_api_gateway_method_settings: (a) => ({
    RestApiId: a.get('rest_api_id'),
    StageName: a.get('stage_name'),
    MethodPath: a.get('method_path'),
    ...throttleOf(a.block('settings')),
    CacheDataEncrypted: a.block('settings')?.get('cache_data_encrypted'),
  }),
  aws_api_gateway_authorizer: (a) => ({
    RestApiId: a.get('rest_api_id'),
    Name: a.get('name'),
    Type: a.get('type') ?? 'TOKEN',
    AuthorizerUri: a.text('authorizer_uri'),
    ProviderARNs: a.get('provider_arns'),
    IdentitySource: a.text('identity_source'),
    AuthorizerResultTtlInSeconds: a.get('authorizer_result_ttl_in_seconds'),
  }),
  aws_api_gateway_usage_plan: (a) => ({
    UsagePlanName: a.get('name'),
    ApiStages: a.blocks('api_stages').map((one) => ({ ApiId: one.get('api_id'), Stage: one.get('stage') })),
    Throttle:
      a.block('throttle_settings') &&
      set({
        RateLimit: a.block('throttle_settings')?.get('rate_limit'),
        BurstLimit: a.block('throttle_settings')?.get('burst_limit'),
      }),
    Quota:
      a.block('quota_settings') &&
      set({
        Limit: a.block('quota_settings')?.get('limit'),
        Period: a.block('quota_settings')?.get('period'),
      }),
  }),
  aws_api_gateway_domain_name: (a) => ({
    DomainName: a.get('domain_name'),
    SecurityPolicy: a.text('security_policy'),
    MutualTlsAuthentication: mutual(a),
  }),
  aws_api_gateway_base_path_mapping: (a) => ({
    RestApiId: a.get('api_id'),
    DomainName: a.get('domain_name'),
    Stage: a.get('stage_name'),
    BasePath: a.get('base_path'),
  }),
  aws_api_gateway_rest_api_policy: (a) => ({ RestApiId: a.get('rest_api_id'), Policy: a.get('policy') }),
  aws_apigatewayv2_api: (a) => ({
    Name: a.get('name'),
    ProtocolType: a.get('protocol_type'),
    Body: a.text('body'),
    Target: a.text('target'),
    RouteKey: a.text('route_key'),
    DisableExecuteApiEndpoint: a.get('disable_execute_api_endpoint'),
    CorsConfiguration:
      a.block('cors_configuration') &&
      set({
        AllowOrigins: a.block('cors_configuration')?.get('allow_origins'),
        AllowCredentials: a.block('cors_configuration')?.get('allow_credentials'),
      }),
    Tags: a.get('tags_all') ?? a.get('tags'),
  }),
  aws_apigatewayv2_route: (a) => ({
    ApiId: a.get('api_id'),
    RouteKey: a.get('route_key'),
    Target: a.text('target'),
    AuthorizationType: a.get('authorization_type'),
    AuthorizerId: a.text('authorizer_id'),
    AuthorizationScopes: a.get('authorization_scopes'),
    ApiKeyRequired: a.get('api_key_required'),
  }),
  aws_apigatewayv2_integration: (a) => ({
    ApiId: a.get('api_id'),
    IntegrationType: a.get('integration_type'),
    IntegrationUri: a.text('integration_uri'),
    CredentialsArn: a.text('credentials_arn'),
    TimeoutInMillis: a.get('timeout_milliseconds'),
    RequestParameters: a.get('request_parameters'),
  }),
  aws_apigatewayv2_stage: (a) => ({
    ApiId: a.get('api_id'),
    StageName: a.get('name'),
    AutoDeploy: a.get('auto_deploy'),
    DeploymentId: a.text('deployment_id'),
    StageVariables: a.get('stage_variables'),
    AccessLogSettings: accessLog(a),
    DefaultRouteSettings: throttleOf(a.block('default_route_settings')),
    RouteSettings: Object.fromEntries(
      a.blocks('route_settings').map((one) => [String(one.get('route_key')), throttleOf(one)]),
    ),
  }),
  aws_apigatewayv2_authorizer: (a) => ({
    ApiId: a.get('api_id'),
    Name: a.get('name'),
    AuthorizerType: a.get('authorizer_type'),
    AuthorizerUri: a.text('authorizer_uri'),
    IdentitySource: a.get('identity_sources'),
    JwtConfiguration: a.block('jwt_configuration') && {
      Issuer: a.block('jwt_configuration')?.get('issuer'),
      Audience: a.block('jwt_configuration')?.get('audience'),
    },
    AuthorizerResultTtlInSeconds: a.get('authorizer_result_ttl_in_seconds'),
  }),
  aws_apigatewayv2_domain_name: (a) => ({
    DomainName: a.get('domain_name'),
    DomainNameConfigurations: a.blocks('domain_name_configuration').map((one) => ({
      EndpointType: one.get('endpoint_type'),
      SecurityPolicy: one.get('security_policy'),
    })),
    MutualTlsAuthentication: mutual(a),
  }),
  aws_apigatewayv2_api_mapping: (a) => ({
    ApiId: a.get('api_id'),
    DomainName: a.get('domain_name'),
    Stage: a.get('stage'),
    ApiMappingKey: a.get('api_mapping_key'),
  }),
  aws_appsync_graphql_api: (a) => ({
    Name: a.get('name'),
    AuthenticationType: a.get('authentication_type'),
    AdditionalAuthenticationProviders: a
      .blocks('additional_authentication_provider')
      .map((one) => ({ AuthenticationType: one.get('authentication_type') })),
    LambdaAuthorizerConfig: a.block('lambda_authorizer_config') && {
      AuthorizerUri: a.block('lambda_authorizer_config')?.get('authorizer_uri'),
    },
    Visibility: a.text('visibility'),
    XrayEnabled: a.get('xray_enabled'),
    LogConfig: a.block('log_config') && { FieldLogLevel: a.block('log_config')?.get('field_log_level') },
    Tags: a.get('tags_all') ?? a.get('tags'),
  }),
  aws_appsync_datasource: (a) => ({
    ApiId: a.get('api_id'),
    LambdaConfig: a.block('lambda_config') && {
      LambdaFunctionArn: a.block('lambda_config')?.get('function_arn'),
    },
  }),
}

function mutual(a: Attributes): unknown {
  const block = a.block('mutual_tls_authentication')
  return block && { TruststoreUri: block.get('truststore_uri') }
}
