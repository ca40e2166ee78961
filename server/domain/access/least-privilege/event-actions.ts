/**
 * IAM prefixes of event sources whose first label is another word. Source: CloudTrail user guide (supported services) and
 * the Service Authorization Reference.
 */
export const SERVICE_OF_SOURCE: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  email: 'ses',
  tagging: 'tag',
  rdsdata: 'rds-data',
  appconfigdata: 'appconfig',
  'bedrock-runtime': 'bedrock',
  'bedrock-agent-runtime': 'bedrock',
  'runtime.sagemaker': 'sagemaker',
  'runtime.lex': 'lex',
  'models.lex': 'lex',
  'runtime-v2-lex': 'lex',
  'models-v2-lex': 'lex',
  'streams.dynamodb': 'dynamodb',
  'dax.dynamodb': 'dax',
  iotdata: 'iot',
  'data.iot': 'iot',
  'api.ecr': 'ecr',
  'metering-marketplace': 'aws-marketplace',
  'mobile-targeting': 'mobiletargeting',
  pinpoint: 'mobiletargeting',
  cloudcontrolapi: 'cloudformation',
  'kinesis-analytics': 'kinesisanalytics',
  'ingest.timestream': 'timestream',
  'query.timestream': 'timestream',
  'discovery.servicediscovery': 'servicediscovery',
  'entitlement.marketplace': 'aws-marketplace',
  opensearch: 'es',
  'aws-marketplace-metering': 'aws-marketplace',
}

/**
 * What one event may have needed. `actions`: every one that today's policy grants is kept, as an event does not tell which
 * of several it was. `perhaps`: needed with some options of the call alone; kept where today's policy names it.
 */
export type EventActions = {
  actions: string[]
  perhaps?: string[]
  /** The record does not name all that the call touched. */
  touchesMore?: boolean
}

const S3_PUT = {
  actions: ['s3:PutObject'],
  perhaps: ['s3:PutObjectAcl', 's3:PutObjectTagging', 's3:PutObjectRetention', 's3:PutObjectLegalHold'],
}
const S3_GET = { actions: ['s3:GetObject'], perhaps: ['s3:GetObjectVersion', 's3:GetObjectTagging'] }
const S3_COPY = {
  actions: [...S3_PUT.actions, ...S3_GET.actions],
  perhaps: [...S3_PUT.perhaps, ...S3_GET.perhaps],
  touchesMore: true,
}
const PARTIQL = {
  actions: [
    'dynamodb:PartiQLSelect',
    'dynamodb:PartiQLInsert',
    'dynamodb:PartiQLUpdate',
    'dynamodb:PartiQLDelete',
  ],
  touchesMore: true,
}
const only = (...actions: string[]): EventActions => ({ actions })
/** Calls that IAM lets everybody make. */
const FREE = only()

/**
 * Events whose IAM action has another name, by `prefix:EventName`; all others are called as their action is. Source: the
 * services' own "actions, resources and condition keys" and "logging with CloudTrail" pages.
 */
export const EVENT_ACTIONS: Readonly<Record<string, EventActions>> = {
  's3:ListObjects': only('s3:ListBucket'),
  's3:ListObjectsV2': only('s3:ListBucket'),
  's3:HeadBucket': only('s3:ListBucket'),
  's3:ListObjectVersions': only('s3:ListBucketVersions'),
  's3:ListMultipartUploads': only('s3:ListBucketMultipartUploads'),
  's3:ListParts': only('s3:ListMultipartUploadParts'),
  's3:ListBuckets': only('s3:ListAllMyBuckets'),
  's3:GetObject': S3_GET,
  's3:HeadObject': S3_GET,
  's3:SelectObjectContent': only('s3:GetObject'),
  's3:GetObjectAttributes': {
    actions: ['s3:GetObject', 's3:GetObjectAttributes'],
    perhaps: ['s3:GetObjectVersion', 's3:GetObjectVersionAttributes'],
  },
  's3:GetObjectTorrent': only('s3:GetObject', 's3:GetObjectTorrent'),
  's3:PutObject': S3_PUT,
  's3:PostObject': S3_PUT,
  's3:CreateMultipartUpload': S3_PUT,
  's3:UploadPart': only('s3:PutObject'),
  's3:CompleteMultipartUpload': only('s3:PutObject'),
  's3:UploadPartCopy': S3_COPY,
  's3:CopyObject': S3_COPY,
  's3:RenameObject': S3_COPY,
  's3:DeleteObject': { actions: ['s3:DeleteObject'], perhaps: ['s3:DeleteObjectVersion'] },
  's3:DeleteObjects': { actions: ['s3:DeleteObject'], perhaps: ['s3:DeleteObjectVersion'] },
  's3:GetObjectAcl': { actions: ['s3:GetObjectAcl'], perhaps: ['s3:GetObjectVersionAcl'] },
  's3:PutObjectAcl': { actions: ['s3:PutObjectAcl'], perhaps: ['s3:PutObjectVersionAcl'] },
  's3:GetObjectTagging': { actions: ['s3:GetObjectTagging'], perhaps: ['s3:GetObjectVersionTagging'] },
  's3:PutObjectTagging': { actions: ['s3:PutObjectTagging'], perhaps: ['s3:PutObjectVersionTagging'] },
  's3:GetBucketLifecycle': only('s3:GetLifecycleConfiguration'),
  's3:GetBucketLifecycleConfiguration': only('s3:GetLifecycleConfiguration'),
  's3:PutBucketLifecycle': only('s3:PutLifecycleConfiguration'),
  's3:PutBucketLifecycleConfiguration': only('s3:PutLifecycleConfiguration'),
  's3:DeleteBucketLifecycle': only('s3:PutLifecycleConfiguration'),
  's3:GetBucketEncryption': only('s3:GetEncryptionConfiguration'),
  's3:PutBucketEncryption': only('s3:PutEncryptionConfiguration'),
  's3:DeleteBucketEncryption': only('s3:PutEncryptionConfiguration'),
  's3:GetBucketReplication': only('s3:GetReplicationConfiguration'),
  's3:PutBucketReplication': only('s3:PutReplicationConfiguration'),
  's3:DeleteBucketReplication': only('s3:PutReplicationConfiguration'),
  's3:GetBucketCors': only('s3:GetBucketCORS'),
  's3:PutBucketCors': only('s3:PutBucketCORS'),
  's3:DeleteBucketCors': only('s3:PutBucketCORS'),
  's3:DeleteBucketTagging': only('s3:PutBucketTagging'),
  's3:GetBucketNotificationConfiguration': only('s3:GetBucketNotification'),
  's3:PutBucketNotificationConfiguration': only('s3:PutBucketNotification'),
  's3:GetPublicAccessBlock': only('s3:GetBucketPublicAccessBlock', 's3:GetAccountPublicAccessBlock'),
  's3:PutPublicAccessBlock': only('s3:PutBucketPublicAccessBlock', 's3:PutAccountPublicAccessBlock'),
  's3:DeletePublicAccessBlock': only('s3:PutBucketPublicAccessBlock', 's3:PutAccountPublicAccessBlock'),
  's3:GetBucketAccelerateConfiguration': only('s3:GetAccelerateConfiguration'),
  's3:PutBucketAccelerateConfiguration': only('s3:PutAccelerateConfiguration'),
  's3:GetObjectLockConfiguration': only('s3:GetBucketObjectLockConfiguration'),
  's3:PutObjectLockConfiguration': only('s3:PutBucketObjectLockConfiguration'),
  's3:GetBucketInventoryConfiguration': only('s3:GetInventoryConfiguration'),
  's3:PutBucketInventoryConfiguration': only('s3:PutInventoryConfiguration'),
  's3:GetBucketMetricsConfiguration': only('s3:GetMetricsConfiguration'),
  's3:PutBucketMetricsConfiguration': only('s3:PutMetricsConfiguration'),
  's3:GetBucketAnalyticsConfiguration': only('s3:GetAnalyticsConfiguration'),
  's3:PutBucketAnalyticsConfiguration': only('s3:PutAnalyticsConfiguration'),
  's3:WriteGetObjectResponse': only('s3-object-lambda:WriteGetObjectResponse'),
  's3:CreateSession': only('s3express:CreateSession'),
  's3:ListDirectoryBuckets': only('s3express:ListAllMyDirectoryBuckets'),
  'lambda:Invoke': only('lambda:InvokeFunction'),
  'lambda:InvokeAsync': only('lambda:InvokeFunction', 'lambda:InvokeAsync'),
  'lambda:InvokeWithResponseStream': only('lambda:InvokeFunction'),
  'lambda:GetLayerVersionByArn': only('lambda:GetLayerVersion'),
  'dynamodb:ExecuteStatement': PARTIQL,
  'dynamodb:BatchExecuteStatement': PARTIQL,
  'dynamodb:ExecuteTransaction': PARTIQL,
  'dynamodb:TransactGetItems': { actions: ['dynamodb:GetItem'], touchesMore: true },
  'dynamodb:TransactWriteItems': {
    actions: [
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:ConditionCheckItem',
    ],
    touchesMore: true,
  },
  'sqs:SendMessageBatch': only('sqs:SendMessage'),
  'sqs:DeleteMessageBatch': only('sqs:DeleteMessage'),
  'sqs:ChangeMessageVisibilityBatch': only('sqs:ChangeMessageVisibility'),
  'sns:PublishBatch': only('sns:Publish'),
  'kms:ReEncrypt': only('kms:ReEncryptFrom', 'kms:ReEncryptTo'),
  'secretsmanager:BatchGetSecretValue': {
    actions: [
      'secretsmanager:BatchGetSecretValue',
      'secretsmanager:GetSecretValue',
      'secretsmanager:ListSecrets',
    ],
    touchesMore: true,
  },
  'ses:SendEmail': { actions: ['ses:SendEmail'], perhaps: ['ses:SendRawEmail', 'ses:SendTemplatedEmail'] },
  'bedrock:Converse': only('bedrock:InvokeModel'),
  'bedrock:InvokeModelWithBidirectionalStream': only('bedrock:InvokeModel'),
  'bedrock:ConverseStream': only('bedrock:InvokeModelWithResponseStream'),
  'iot:Publish': only('iot:Publish', 'iot:RetainPublish'),
  'es:DescribeDomain': only('es:DescribeDomain', 'es:DescribeElasticsearchDomain'),
  'es:DescribeElasticsearchDomain': only('es:DescribeElasticsearchDomain', 'es:DescribeDomain'),
  'cloudfront:CreateDistributionWithTags': only('cloudfront:CreateDistribution', 'cloudfront:TagResource'),
  'elasticfilesystem:NewClientConnection': only(
    'elasticfilesystem:ClientMount',
    'elasticfilesystem:ClientWrite',
    'elasticfilesystem:ClientRootAccess',
  ),
  'ec2:SharedSnapshotCopyInitiated': FREE,
  'sts:AssumeRole': { actions: ['sts:AssumeRole'], perhaps: ['sts:TagSession', 'sts:SetSourceIdentity'] },
  'sts:GetCallerIdentity': FREE,
  'sts:GetAccessKeyInfo': FREE,
  'sts:GetSessionToken': FREE,
  'signin:ConsoleLogin': FREE,
}

/** API Gateway's control plane has HTTP verbs for actions; the event's first word tells which. */
export const API_GATEWAY_VERBS: readonly [RegExp, string[]][] = [
  [/^(?:Get|Export|Test)/, ['apigateway:GET', 'apigateway:POST']],
  [/^(?:Create|Import|Flush|Reset|Generate)/, ['apigateway:POST', 'apigateway:PUT', 'apigateway:DELETE']],
  [/^(?:Put|Tag|Reimport)/, ['apigateway:PUT', 'apigateway:POST']],
  [/^Update/, ['apigateway:PATCH', 'apigateway:PUT']],
  [/^(?:Delete|Untag)/, ['apigateway:DELETE']],
]
