const LOGS = 'logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents'
const NETWORK =
  'ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:DeleteNetworkInterface ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses'

/** What AWS's managed policies that functions have most allow on every resource. Source: AWS managed policy reference. */
const ACTIONS: Record<string, string> = {
  AdministratorAccess: '*',
  AmazonS3FullAccess: 's3:* s3-object-lambda:*',
  AmazonS3ReadOnlyAccess: 's3:Get* s3:List* s3:Describe* s3-object-lambda:Get* s3-object-lambda:List*',
  AmazonSQSFullAccess: 'sqs:*',
  AmazonSNSFullAccess: 'sns:*',
  AmazonSESFullAccess: 'ses:*',
  AmazonKinesisFullAccess: 'kinesis:*',
  AWSXRayDaemonWriteAccess:
    'xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets xray:GetSamplingStatisticSummaries',
  'service-role/AWSLambdaBasicExecutionRole': LOGS,
  'service-role/AWSLambdaVPCAccessExecutionRole': `${LOGS} ${NETWORK}`,
  'service-role/AWSLambdaSQSQueueExecutionRole': `sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes ${LOGS}`,
  'service-role/AWSLambdaKinesisExecutionRole': `kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards kinesis:ListStreams kinesis:SubscribeToShard ${LOGS}`,
  'service-role/AWSLambdaDynamoDBExecutionRole': `dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams ${LOGS}`,
  'service-role/AWSLambdaRole': 'lambda:InvokeFunction',
}

const SERVICE_ROLES = new Set([
  'AWSLambdaMSKExecutionRole',
  'AmazonAPIGatewayPushToCloudWatchLogs',
  ...Object.keys(ACTIONS).flatMap((name) => (name.startsWith('service-role/') ? [name.slice(13)] : [])),
])

/** The ARN of one of AWS's managed policies by its name. */
export function managedPolicyArn(name: string): string {
  return `arn:aws:iam::aws:policy/${SERVICE_ROLES.has(name) ? 'service-role/' : ''}${name}`
}

/** The document of one of AWS's managed policies; undefined for those that are not written down here. */
export function managedPolicyDocument(arn: string): object | undefined {
  const name = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1]
  const actions = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (actions === undefined) return undefined
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions.split(' '), Resource: '*' }],
  }
}
