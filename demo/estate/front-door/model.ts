export type AuthorizerSpec = {
  id: string
  name: string
  kind: 'lambda' | 'cognito' | 'jwt'
  functionArn?: string
  userPoolArn?: string
  issuer?: string
}

export type RouteSpec = {
  method: string
  path: string
  auth: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS' | 'JWT'
  authorizerId?: string
  scopes?: string[]
  apiKey?: boolean
  /** May hold `${stageVariables.name}`. Without it the route goes to `uri`, or nowhere. */
  functionArn?: string
  asynchronous?: boolean
  uri?: string
}

export type StageSpec = {
  name: string
  variables?: Record<string, string>
  rate?: number
  burst?: number
  routeThrottles?: Record<string, { rate: number; burst: number }>
  accessLog: boolean
  webAclArn?: string
  tracing: boolean
  /** Whole requests are logged. */
  dataTrace?: boolean
  cached?: 'plain' | 'encrypted'
}

export type PlanSpec = {
  id: string
  name: string
  stage: string
  rate: number
  burst: number
  quota?: { limit: number; period: string }
}

export type ApiDomainSpec = {
  name: string
  basePath: string
  stage: string
  endpointType: 'REGIONAL' | 'EDGE'
  mutualTls: boolean
}

export type ApiSpec = {
  id: string
  service: string
  name: string
  protocol: 'REST' | 'HTTP' | 'WEBSOCKET'
  endpointType: 'REGIONAL' | 'EDGE' | 'PRIVATE'
  vpcEndpointIds: string[]
  executeApiDisabled: boolean
  /** Statements of a resource policy. */
  policy?: unknown[]
  corsOrigins?: string[]
  authorizers: AuthorizerSpec[]
  routes: RouteSpec[]
  /** None: the API was never deployed. */
  stages: StageSpec[]
  plan?: PlanSpec
  domain?: ApiDomainSpec
  createdMs: number
  tags: Record<string, string>
}

export type LoadBalancerSpec = {
  name: string
  arn: string
  dnsName: string
  scheme: 'internet-facing' | 'internal'
  vpcId: string
  securityGroupId: string
  webAclArn?: string
  listeners: { arn: string; port: number; protocol: string; certificateArn?: string; rules: RuleSpec[] }[]
  targetGroups: TargetGroupSpec[]
}
export type RuleSpec = {
  arn: string
  priority: string
  conditions: { field: string; values: string[]; headerName?: string }[]
  targetGroupArn?: string
  authenticates?: boolean
}
export type TargetGroupSpec = { name: string; arn: string; functionArn?: string }

export type DistributionSpec = {
  id: string
  arn: string
  domainName: string
  aliases: string[]
  comment: string
  enabled: boolean
  webAclArn: string
  origins: {
    id: string
    domainName: string
    path: string
    accessControlId?: string
    headers: Record<string, string>
    bucket?: boolean
  }[]
  /** The default behaviour first. */
  behaviours: {
    pattern: string
    originId: string
    methods: string[]
    signed: boolean
    /** Of Lambda@Edge; which version it is goes with the function's deployments. */
    functions: { event: string; arn: string; body: boolean }[]
  }[]
}

export type WebAclSpec = {
  id: string
  name: string
  arn: string
  scope: 'REGIONAL' | 'CLOUDFRONT'
  defaultAction: 'Allow' | 'Block'
  rules: Record<string, unknown>[]
  resources: { type: 'API_GATEWAY' | 'APPLICATION_LOAD_BALANCER'; arn: string }[]
}

export type FrontDoor = {
  apis: ApiSpec[]
  loadBalancers: LoadBalancerSpec[]
  /** Target groups of instances, as most are. */
  otherTargetGroups: TargetGroupSpec[]
  webAcls: WebAclSpec[]
}
