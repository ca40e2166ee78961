import type { Home } from './home.ts'

type Form = {
  /** The property that names it; the logical id where it is left out. */
  name?: string
  /** Service, then resource with `{}` for the name; `global` where the ARN holds no region. */
  arn?: [service: string, resource: string, scope?: 'global' | 'bare' | 'no account']
  /** What Ref gives: the name unless it is said. */
  ref?: 'arn' | 'url'
  /** Attributes that Fn::GetAtt gives besides Arn; `{}` is the name, `{arn}` the ARN. */
  attributes?: Record<string, string>
}

/** How each type is named. Source: CloudFormation's template reference, "Return values" of each type. */
const FORMS: Record<string, Form> = {
  'AWS::Lambda::Function': { name: 'FunctionName', arn: ['lambda', 'function:{}'] },
  'AWS::Lambda::EventSourceMapping': { arn: ['lambda', 'event-source-mapping:{}'], attributes: { Id: '{}' } },
  'AWS::Lambda::CodeSigningConfig': {
    arn: ['lambda', 'code-signing-config:{}'],
    ref: 'arn',
    attributes: { CodeSigningConfigArn: '{arn}', CodeSigningConfigId: '{}' },
  },
  'AWS::Lambda::LayerVersion': {
    name: 'LayerName',
    arn: ['lambda', 'layer:{}:1'],
    ref: 'arn',
    attributes: { LayerVersionArn: '{arn}' },
  },
  'AWS::IAM::Role': { name: 'RoleName', arn: ['iam', 'role{path}{}', 'global'] },
  'AWS::IAM::User': { name: 'UserName', arn: ['iam', 'user{path}{}', 'global'] },
  'AWS::IAM::Group': { name: 'GroupName', arn: ['iam', 'group{path}{}', 'global'] },
  'AWS::IAM::ManagedPolicy': {
    name: 'ManagedPolicyName',
    arn: ['iam', 'policy{path}{}', 'global'],
    ref: 'arn',
    attributes: { PolicyArn: '{arn}' },
  },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    arn: ['sqs', '{}'],
    ref: 'url',
    attributes: { QueueName: '{}', QueueUrl: '{url}' },
  },
  'AWS::SNS::Topic': {
    name: 'TopicName',
    arn: ['sns', '{}'],
    ref: 'arn',
    attributes: { TopicArn: '{arn}', TopicName: '{}' },
  },
  'AWS::S3::Bucket': {
    name: 'BucketName',
    arn: ['s3', '{}', 'bare'],
    attributes: {
      DomainName: '{}.s3.amazonaws.com',
      RegionalDomainName: '{}.s3.{region}.amazonaws.com',
      DualStackDomainName: '{}.s3.dualstack.{region}.amazonaws.com',
    },
  },
  'AWS::DynamoDB::Table': {
    name: 'TableName',
    arn: ['dynamodb', 'table/{}'],
    attributes: { StreamArn: '{arn}/stream/2000-01-01T00:00:00.000' },
  },
  'AWS::DynamoDB::GlobalTable': {
    name: 'TableName',
    arn: ['dynamodb', 'table/{}'],
    attributes: { StreamArn: '{arn}/stream/2000-01-01T00:00:00.000' },
  },
  'AWS::Kinesis::Stream': { name: 'Name', arn: ['kinesis', 'stream/{}'] },
  'AWS::KinesisFirehose::DeliveryStream': {
    name: 'DeliveryStreamName',
    arn: ['firehose', 'deliverystream/{}'],
  },
  'AWS::Events::Rule': { name: 'Name', arn: ['events', 'rule/{bus}{}'] },
  'AWS::Events::EventBus': { name: 'Name', arn: ['events', 'event-bus/{}'], attributes: { Name: '{}' } },
  'AWS::Scheduler::Schedule': { name: 'Name', arn: ['scheduler', 'schedule/{group}/{}'] },
  'AWS::Scheduler::ScheduleGroup': { name: 'Name', arn: ['scheduler', 'schedule-group/{}'] },
  'AWS::Logs::LogGroup': {
    name: 'LogGroupName',
    arn: ['logs', 'log-group:{}'],
    attributes: { Arn: '{arn}:*' },
  },
  'AWS::KMS::Key': { arn: ['kms', 'key/{}'], attributes: { KeyId: '{}' } },
  'AWS::KMS::Alias': { name: 'AliasName', arn: ['kms', '{}'] },
  'AWS::SecretsManager::Secret': {
    name: 'Name',
    arn: ['secretsmanager', 'secret:{}-AAAAAA'],
    ref: 'arn',
    attributes: { Id: '{arn}' },
  },
  'AWS::SSM::Parameter': { name: 'Name', arn: ['ssm', 'parameter/{}'] },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    arn: ['states', 'stateMachine:{}'],
    ref: 'arn',
    attributes: { Name: '{}' },
  },
  'AWS::Cognito::UserPool': { arn: ['cognito-idp', 'userpool/{}'], attributes: { UserPoolId: '{}' } },
  'AWS::ApiGateway::RestApi': {
    arn: ['apigateway', '/restapis/{}', 'no account'],
    attributes: { RestApiId: '{}', RootResourceId: '{}-root' },
  },
  'AWS::ApiGateway::Stage': { name: 'StageName' },
  'AWS::ApiGateway::Resource': { attributes: { ResourceId: '{}' } },
  'AWS::ApiGateway::Authorizer': { attributes: { AuthorizerId: '{}' } },
  'AWS::ApiGateway::Deployment': { attributes: { DeploymentId: '{}' } },
  'AWS::ApiGateway::RequestValidator': { attributes: { RequestValidatorId: '{}' } },
  'AWS::ApiGateway::UsagePlan': { attributes: { Id: '{}' } },
  'AWS::ApiGateway::DomainName': { name: 'DomainName' },
  'AWS::ApiGatewayV2::Api': {
    arn: ['apigateway', '/apis/{}', 'no account'],
    attributes: { ApiId: '{}', ApiEndpoint: 'https://{}.execute-api.{region}.amazonaws.com' },
  },
  'AWS::ApiGatewayV2::Stage': { name: 'StageName' },
  'AWS::ApiGatewayV2::Integration': { attributes: { IntegrationId: '{}' } },
  'AWS::ApiGatewayV2::Authorizer': { attributes: { AuthorizerId: '{}' } },
  'AWS::ApiGatewayV2::Route': { attributes: { RouteId: '{}' } },
  'AWS::ApiGatewayV2::Deployment': { attributes: { DeploymentId: '{}' } },
  'AWS::ApiGatewayV2::DomainName': { name: 'DomainName' },
  'AWS::AppSync::GraphQLApi': {
    arn: ['appsync', 'apis/{}'],
    ref: 'arn',
    attributes: { ApiId: '{}' },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    name: 'Name',
    arn: ['elasticloadbalancing', 'loadbalancer/app/{}/0000000000000000'],
    ref: 'arn',
    attributes: {
      LoadBalancerArn: '{arn}',
      LoadBalancerName: '{}',
      DNSName: '{}.{region}.elb.amazonaws.com',
    },
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    name: 'Name',
    arn: ['elasticloadbalancing', 'targetgroup/{}/0000000000000000'],
    ref: 'arn',
    attributes: { TargetGroupArn: '{arn}', TargetGroupName: '{}' },
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    arn: ['elasticloadbalancing', 'listener/app/{}/0000000000000000/0000000000000000'],
    ref: 'arn',
    attributes: { ListenerArn: '{arn}' },
  },
  'AWS::CloudFront::Distribution': {
    arn: ['cloudfront', 'distribution/{}', 'global'],
    attributes: { Id: '{}', DomainName: '{lower}.cloudfront.net' },
  },
  'AWS::WAFv2::WebACL': {
    name: 'Name',
    arn: ['wafv2', 'regional/webacl/{}/00000000-0000-0000-0000-000000000000'],
  },
  'AWS::ECR::Repository': {
    name: 'RepositoryName',
    arn: ['ecr', 'repository/{}'],
    attributes: { RepositoryUri: '{account}.dkr.ecr.{region}.amazonaws.com/{}' },
  },
  'AWS::EC2::VPC': { arn: ['ec2', 'vpc/{}'], attributes: { VpcId: '{}' } },
  'AWS::EC2::Subnet': { arn: ['ec2', 'subnet/{}'], attributes: { SubnetId: '{}' } },
  'AWS::EC2::SecurityGroup': { arn: ['ec2', 'security-group/{}'], attributes: { GroupId: '{}' } },
  'AWS::CloudTrail::Trail': { name: 'TrailName', arn: ['cloudtrail', 'trail/{}'] },
  'AWS::MSK::Cluster': { name: 'ClusterName', arn: ['kafka', 'cluster/{}/0'], ref: 'arn' },
  'AWS::MSK::ServerlessCluster': { name: 'ClusterName', arn: ['kafka', 'cluster/{}/0'], ref: 'arn' },
  'AWS::AmazonMQ::Broker': { name: 'BrokerName', arn: ['mq', 'broker:{}:0'] },
  'AWS::EFS::AccessPoint': { arn: ['elasticfilesystem', 'access-point/{}'] },
  'AWS::Signer::SigningProfile': {
    arn: ['signer', '/signing-profiles/{}'],
    ref: 'arn',
    attributes: { ProfileVersionArn: '{arn}/version' },
  },
  'AWS::IoT::TopicRule': { name: 'RuleName', arn: ['iot', 'rule/{}'] },
}

export type Naming = {
  name: string
  arn?: string
  /** What Ref gives. */
  ref: string
  attribute: (name: string) => string | undefined
}

type Parts = { path?: string; bus?: string; group?: string }

export const nameProperty = (type: string): string | undefined => FORMS[type]?.name
export const isNamedType = (type: string): boolean => Object.hasOwn(FORMS, type)

/** Name, ARN and attributes of a resource of a known type, made up where AWS would make them up. */
export function namingOf(type: string, name: string, home: Home, parts: Parts = {}): Naming {
  const form = FORMS[type] ?? {}
  const { accountId, region } = home
  const bus = parts.bus && parts.bus !== 'default' ? `${parts.bus}/` : ''
  const resource = form.arn?.[1]
    .replace('{path}', () => parts.path || '/')
    .replace('{bus}', () => bus)
    .replace('{group}', () => parts.group || 'default')
    .replace('{}', () => name)
    // A parameter's path begins with the slash that its ARN has anyway.
    .replace('parameter//', 'parameter/')
  const scope = form.arn?.[2]
  const place =
    scope === 'bare' ? ':' : scope === 'global' ? `:${accountId}` : `${region}:${scope ? '' : accountId}`
  const arn = form.arn && `arn:${home.partition}:${form.arn[0]}:${place}:${resource}`
  const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`
  const fill = (text: string) =>
    text
      .replace('{arn}', () => arn ?? '')
      .replace('{url}', () => url)
      .replace('{region}', region)
      .replace('{account}', accountId)
      .replace('{lower}', () => name.toLowerCase())
      .replace('{}', () => name)
  return {
    name,
    arn,
    ref: form.ref === 'arn' ? (arn ?? name) : form.ref === 'url' ? url : name,
    attribute: (attribute) => {
      const given = form.attributes && Object.hasOwn(form.attributes, attribute) && form.attributes[attribute]
      if (given) return fill(given)
      return attribute === 'Arn' ? arn : undefined
    },
  }
}
