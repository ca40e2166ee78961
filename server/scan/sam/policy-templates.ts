type Statement = [actions: string, resources: string[]]
type PolicyTemplate = { parameters: string[]; statements: Statement[] }

const ANY = ['*']
const on = (service: string, ...resources: string[]) =>
  resources.map((resource) => `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`)
const ofBucket = ['arn:<AWS::Partition>:s3:::<BucketName>', 'arn:<AWS::Partition>:s3:::<BucketName>/*']
const ofTable = on('dynamodb', 'table/<TableName>', 'table/<TableName>/index/*')
const identity = on('ses', 'identity/<IdentityName>')

function one(parameters: string, actions: string, resources: string[] = ANY): PolicyTemplate {
  return { parameters: parameters === '' ? [] : parameters.split(' '), statements: [[actions, resources]] }
}

/** SAM's policy templates: parameters, and what they allow. Source: AWS SAM developer guide, "Policy template list". */
export const POLICY_TEMPLATES: Record<string, PolicyTemplate> = {
  AcmGetCertificatePolicy: one('CertificateArn', 'acm:GetCertificate', ['<CertificateArn>']),
  AMIDescribePolicy: one('', 'ec2:DescribeImages'),
  AthenaQueryPolicy: one(
    'WorkGroupName',
    'athena:ListWorkGroups athena:GetExecutionEngine athena:GetExecutionEngines athena:GetNamespace athena:GetCatalogs athena:GetNamespaces athena:GetTables athena:GetTable',
  ),
  AWSSecretsManagerGetSecretValuePolicy: one('SecretArn', 'secretsmanager:GetSecretValue', ['<SecretArn>']),
  AWSSecretsManagerRotationPolicy: {
    parameters: ['FunctionName'],
    statements: [
      [
        'secretsmanager:DescribeSecret secretsmanager:GetSecretValue secretsmanager:PutSecretValue secretsmanager:UpdateSecretVersionStage',
        on('secretsmanager', 'secret:*'),
      ],
      ['secretsmanager:GetRandomPassword', ANY],
    ],
  },
  CloudFormationDescribeStacksPolicy: one(
    '',
    'cloudformation:DescribeStacks',
    on('cloudformation', 'stack/*'),
  ),
  CloudWatchDashboardPolicy: one(
    '',
    'cloudwatch:GetDashboard cloudwatch:ListDashboards cloudwatch:PutDashboard cloudwatch:ListMetrics',
  ),
  CloudWatchDescribeAlarmHistoryPolicy: one('', 'cloudwatch:DescribeAlarmHistory'),
  CloudWatchPutMetricPolicy: one('', 'cloudwatch:PutMetricData'),
  CodePipelineLambdaExecutionPolicy: one(
    '',
    'codepipeline:PutJobSuccessResult codepipeline:PutJobFailureResult',
  ),
  CodePipelineReadOnlyPolicy: one(
    'PipelineName',
    'codepipeline:ListPipelineExecutions',
    on('codepipeline', '<PipelineName>'),
  ),
  ComprehendBasicAccessPolicy: one(
    '',
    'comprehend:BatchDetectKeyPhrases comprehend:DetectDominantLanguage comprehend:DetectEntities comprehend:BatchDetectEntities comprehend:DetectKeyPhrases comprehend:DetectSentiment comprehend:BatchDetectDominantLanguage comprehend:BatchDetectSentiment',
  ),
  CostExplorerReadOnlyPolicy: one(
    '',
    'ce:GetCostAndUsage ce:GetDimensionValues ce:GetReservationCoverage ce:GetReservationPurchaseRecommendation ce:GetReservationUtilization ce:GetTags',
  ),
  DynamoDBBackupFullAccessPolicy: {
    parameters: ['TableName'],
    statements: [
      ['dynamodb:CreateBackup dynamodb:DescribeContinuousBackups', on('dynamodb', 'table/<TableName>')],
      [
        'dynamodb:DeleteBackup dynamodb:DescribeBackup dynamodb:ListBackups',
        on('dynamodb', 'table/<TableName>/backup/*'),
      ],
    ],
  },
  DynamoDBCrudPolicy: one(
    'TableName',
    'dynamodb:GetItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:Scan dynamodb:Query dynamodb:UpdateItem dynamodb:BatchWriteItem dynamodb:BatchGetItem dynamodb:DescribeTable dynamodb:ConditionCheckItem',
    ofTable,
  ),
  DynamoDBReadPolicy: one(
    'TableName',
    'dynamodb:GetItem dynamodb:Scan dynamodb:Query dynamodb:BatchGetItem dynamodb:DescribeTable',
    ofTable,
  ),
  DynamoDBReconfigurePolicy: one('TableName', 'dynamodb:UpdateTable', on('dynamodb', 'table/<TableName>')),
  DynamoDBStreamReadPolicy: {
    parameters: ['TableName', 'StreamName'],
    statements: [
      [
        'dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator',
        on('dynamodb', 'table/<TableName>/stream/<StreamName>'),
      ],
      ['dynamodb:ListStreams', on('dynamodb', 'table/<TableName>/stream/*')],
    ],
  },
  DynamoDBWritePolicy: one(
    'TableName',
    'dynamodb:PutItem dynamodb:UpdateItem dynamodb:BatchWriteItem',
    ofTable,
  ),
  EC2DescribePolicy: one('', 'ec2:DescribeRegions ec2:DescribeInstances'),
  EFSWriteAccessPolicy: one(
    'FileSystem AccessPoint',
    'elasticfilesystem:ClientMount elasticfilesystem:ClientWrite',
    on('elasticfilesystem', 'file-system/<FileSystem>'),
  ),
  EventBridgePutEventsPolicy: one(
    'EventBusName',
    'events:PutEvents',
    on('events', 'event-bus/<EventBusName>'),
  ),
  FilterLogEventsPolicy: one(
    'LogGroupName',
    'logs:FilterLogEvents',
    on('logs', 'log-group:<LogGroupName>:log-stream:*'),
  ),
  FirehoseCrudPolicy: one(
    'DeliveryStreamName',
    'firehose:CreateDeliveryStream firehose:DeleteDeliveryStream firehose:DescribeDeliveryStream firehose:PutRecord firehose:PutRecordBatch firehose:UpdateDestination',
    on('firehose', 'deliverystream/<DeliveryStreamName>'),
  ),
  FirehoseWritePolicy: one(
    'DeliveryStreamName',
    'firehose:PutRecord firehose:PutRecordBatch',
    on('firehose', 'deliverystream/<DeliveryStreamName>'),
  ),
  KinesisCrudPolicy: one(
    'StreamName',
    'kinesis:AddTagsToStream kinesis:CreateStream kinesis:DecreaseStreamRetentionPeriod kinesis:DeleteStream kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetShardIterator kinesis:IncreaseStreamRetentionPeriod kinesis:ListTagsForStream kinesis:MergeShards kinesis:PutRecord kinesis:PutRecords kinesis:SplitShard kinesis:RemoveTagsFromStream',
    on('kinesis', 'stream/<StreamName>'),
  ),
  KinesisStreamReadPolicy: {
    parameters: ['StreamName'],
    statements: [
      ['kinesis:ListStreams kinesis:DescribeLimits', on('kinesis', 'stream/*')],
      [
        'kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator',
        on('kinesis', 'stream/<StreamName>'),
      ],
    ],
  },
  KMSDecryptPolicy: one('KeyId', 'kms:Decrypt', on('kms', 'key/<KeyId>')),
  KMSEncryptPolicy: one('KeyId', 'kms:Encrypt', on('kms', 'key/<KeyId>')),
  LambdaInvokePolicy: one('FunctionName', 'lambda:InvokeFunction', on('lambda', 'function:<FunctionName>*')),
  OrganizationsListAccountsPolicy: one('', 'organizations:ListAccounts'),
  PollyFullAccessPolicy: {
    parameters: ['LexiconName'],
    statements: [
      ['polly:GetLexicon polly:DeleteLexicon', on('polly', 'lexicon/<LexiconName>')],
      [
        'polly:DescribeVoices polly:ListLexicons polly:PutLexicon polly:SynthesizeSpeech',
        on('polly', 'lexicon/*'),
      ],
    ],
  },
  RekognitionDetectOnlyPolicy: one(
    '',
    'rekognition:DetectFaces rekognition:DetectLabels rekognition:DetectModerationLabels rekognition:DetectText',
  ),
  RekognitionLabelsPolicy: one('', 'rekognition:DetectLabels rekognition:DetectModerationLabels'),
  Route53ChangeResourceRecordSetsPolicy: one('HostedZoneId', 'route53:ChangeResourceRecordSets', [
    'arn:<AWS::Partition>:route53:::hostedzone/<HostedZoneId>',
  ]),
  S3CrudPolicy: one(
    'BucketName',
    's3:GetObject s3:ListBucket s3:GetBucketLocation s3:GetObjectVersion s3:PutObject s3:PutObjectAcl s3:GetLifecycleConfiguration s3:PutLifecycleConfiguration s3:DeleteObject',
    ofBucket,
  ),
  S3FullAccessPolicy: {
    parameters: ['BucketName'],
    statements: [
      [
        's3:GetObject s3:GetObjectAcl s3:GetObjectVersion s3:PutObject s3:PutObjectAcl s3:DeleteObject s3:DeleteObjectTagging s3:DeleteObjectVersionTagging s3:GetObjectTagging s3:GetObjectVersionTagging s3:PutObjectTagging s3:PutObjectVersionTagging',
        ['arn:<AWS::Partition>:s3:::<BucketName>/*'],
      ],
      [
        's3:ListBucket s3:GetBucketLocation s3:GetLifecycleConfiguration s3:PutLifecycleConfiguration',
        ['arn:<AWS::Partition>:s3:::<BucketName>'],
      ],
    ],
  },
  S3ReadPolicy: one(
    'BucketName',
    's3:GetObject s3:ListBucket s3:GetBucketLocation s3:GetObjectVersion s3:GetLifecycleConfiguration',
    ofBucket,
  ),
  S3WritePolicy: one('BucketName', 's3:PutObject s3:PutObjectAcl s3:PutLifecycleConfiguration', ofBucket),
  SESBulkTemplatedCrudPolicy: one(
    'IdentityName',
    'ses:GetIdentityVerificationAttributes ses:SendEmail ses:SendRawEmail ses:SendTemplatedEmail ses:SendBulkTemplatedEmail ses:VerifyEmailIdentity',
    identity,
  ),
  SESCrudPolicy: one(
    'IdentityName',
    'ses:GetIdentityVerificationAttributes ses:SendEmail ses:SendRawEmail ses:VerifyEmailIdentity',
    identity,
  ),
  SESEmailTemplateCrudPolicy: one(
    '',
    'ses:CreateTemplate ses:GetTemplate ses:ListTemplates ses:UpdateTemplate ses:DeleteTemplate ses:TestRenderTemplate',
  ),
  SESSendBouncePolicy: one('IdentityName', 'ses:SendBounce', identity),
  SNSCrudPolicy: one(
    'TopicName',
    'sns:ListSubscriptionsByTopic sns:CreateTopic sns:SetTopicAttributes sns:Subscribe sns:Publish',
    on('sns', '<TopicName>*'),
  ),
  SNSPublishMessagePolicy: one('TopicName', 'sns:Publish', on('sns', '<TopicName>')),
  SQSPollerPolicy: one(
    'QueueName',
    'sqs:ChangeMessageVisibility sqs:ChangeMessageVisibilityBatch sqs:DeleteMessage sqs:DeleteMessageBatch sqs:GetQueueAttributes sqs:ReceiveMessage',
    on('sqs', '<QueueName>'),
  ),
  SQSSendMessagePolicy: one('QueueName', 'sqs:SendMessage*', on('sqs', '<QueueName>')),
  SSMParameterReadPolicy: {
    parameters: ['ParameterName'],
    statements: [
      ['ssm:DescribeParameters', ANY],
      ['ssm:GetParameters ssm:GetParameter ssm:GetParametersByPath', on('ssm', 'parameter/<ParameterName>')],
    ],
  },
  SSMParameterWithSlashPrefixReadPolicy: {
    parameters: ['ParameterName'],
    statements: [
      ['ssm:DescribeParameters', ANY],
      ['ssm:GetParameters ssm:GetParameter ssm:GetParametersByPath', on('ssm', 'parameter<ParameterName>')],
    ],
  },
  StepFunctionsCallbackPolicy: one(
    'StateMachineName',
    'states:SendTaskSuccess states:SendTaskFailure',
    on('states', 'stateMachine:<StateMachineName>'),
  ),
  StepFunctionsExecutionPolicy: one(
    'StateMachineName',
    'states:StartExecution',
    on('states', 'stateMachine:<StateMachineName>'),
  ),
  TextractDetectAnalyzePolicy: one(
    '',
    'textract:DetectDocumentText textract:StartDocumentTextDetection textract:StartDocumentAnalysis textract:AnalyzeDocument',
  ),
  TextractPolicy: one('', 'textract:*'),
  VPCAccessPolicy: one(
    '',
    'ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DetachNetworkInterface',
  ),
}
