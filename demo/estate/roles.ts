import { readOnlyRole } from './accounts.ts'
import { changerRoles } from './changer-roles.ts'
import type { AttachedPolicy, Document, NamedPolicy, RoleSpec } from './iam.ts'
import { type Account, dayMs, type FunctionSpec, type Statement } from './model.ts'
import { awsIdFrom, Chance } from './prng.ts'

const trustService = (service: string): Document => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole', Resource: undefined },
  ],
})

const aws = (path: string): AttachedPolicy => ({
  PolicyName: path.split('/').at(-1) ?? path,
  PolicyArn: `arn:aws:iam::aws:policy/${path}`,
})

function make(account: Account, name: string, parts: Partial<RoleSpec>): RoleSpec {
  const path = parts.path ?? '/'
  return {
    name,
    id: awsIdFrom('AROA', account.id, name),
    arn: `arn:aws:iam::${account.id}:role${path}${name}`,
    path,
    createdMs: Date.UTC(2023, 3, 4),
    trust: trustService('lambda.amazonaws.com'),
    inline: [],
    attached: [],
    tags: {},
    lastUsed: true,
    ...parts,
  }
}

/** Roles that are there whatever the functions are. */
export function fixedRoles(account: Account): RoleSpec[] {
  const trust = (statement: Partial<Statement>): Document => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: undefined, ...statement }],
  })
  return [
    make(account, readOnlyRole, {
      attached: [aws('SecurityAudit')],
      trust: trust({
        Principal: { AWS: 'arn:aws:iam::111122223333:user/sightline' },
        ...(account.externalId
          ? { Condition: { StringEquals: { 'sts:ExternalId': account.externalId } } }
          : {}),
      }),
    }),
    make(account, 'gha-deploy', {
      attached: [aws('PowerUserAccess')],
      boundaryArn: `arn:aws:iam::${account.id}:policy/deployment-boundary`,
      trust: trust({
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: {
          Federated: `arn:aws:iam::${account.id}:oidc-provider/token.actions.githubusercontent.com`,
        },
        Condition: {
          StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
          StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:shop-example/*:*' },
        },
      }),
    }),
    make(account, 'AWSReservedSSO_AdministratorAccess_3c2a8f1b0d9e4a75', {
      path: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
      attached: [aws('AdministratorAccess')],
      trust: trust({
        Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
        Principal: { Federated: `arn:aws:iam::${account.id}:saml-provider/AWSSSO_5d1f_DO_NOT_DELETE` },
        Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      }),
    }),
    make(account, 'AWSServiceRoleForLambda', {
      path: '/aws-service-role/lambda.amazonaws.com/',
    }),
    make(account, 'AWSServiceRoleForSupport', {
      path: '/aws-service-role/support.amazonaws.com/',
      trust: trustService('support.amazonaws.com'),
    }),
    make(account, 'OrganizationAccountAccessRole', {
      attached: [aws('AdministratorAccess')],
      trust: trust({ Principal: { AWS: 'arn:aws:iam::999988887777:root' } }),
      lastUsed: false,
    }),
    make(account, 'partner-integration', {
      attached: [aws('AmazonS3FullAccess')],
      trust: trust({ Principal: { AWS: '*' } }),
      description: 'For the old carrier integration',
    }),
    make(account, 'old-lambda-admin', { attached: [aws('AdministratorAccess')], lastUsed: false }),
    ...changerRoles(account).map(({ name, ...parts }) => make(account, name, parts)),
  ]
}

/** One function of the first region was made an administrator to get a release out. */
function isTheAdmin(account: Account, fn: FunctionSpec): boolean {
  return account.home && fn.region === account.regions[0] && fn.index === 15
}

/** The execution role that functions of this role name run with. */
export function executionRole(seed: number, account: Account, fn: FunctionSpec): RoleSpec {
  const chance = new Chance(seed, account.id, 'role', fn.roleName)
  const attached = [
    aws(
      fn.vpcId ? 'service-role/AWSLambdaVPCAccessExecutionRole' : 'service-role/AWSLambdaBasicExecutionRole',
    ),
  ]
  for (const mapping of fn.mappings) {
    const name = { sqs: 'SQSQueue', kinesis: 'Kinesis', dynamodb: 'DynamoDB' }[mapping.kind]
    attached.push(aws(`service-role/AWSLambda${name}ExecutionRole`))
  }
  if (fn.tracing === 'Active') attached.push(aws('AWSXRayDaemonWriteAccess'))
  if (fn.cast === 'leak') attached.push(aws('AmazonS3FullAccess'))
  else if (chance.chance(0.004) || isTheAdmin(account, fn)) attached.push(aws('AdministratorAccess'))
  else if (chance.chance(0.05)) attached.push(aws('AmazonDynamoDBFullAccess'))
  if (chance.chance(0.25)) {
    attached.push({
      PolicyName: 'read-shared-config',
      PolicyArn: `arn:aws:iam::${account.id}:policy/read-shared-config`,
    })
  }
  const broadTrust = chance.chance(0.015)
  return make(account, fn.roleName, {
    createdMs: Math.min(fn.createdMs, Date.UTC(2026, 9, 1)) - dayMs,
    inline: inlineFor(chance, account, fn),
    attached,
    ...(broadTrust
      ? {
          trust: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'lambda.amazonaws.com', AWS: `arn:aws:iam::${account.id}:root` },
                Action: 'sts:AssumeRole',
                Resource: undefined,
              },
            ],
          },
        }
      : {}),
    ...(chance.chance(0.2) ? { boundaryArn: `arn:aws:iam::${account.id}:policy/deployment-boundary` } : {}),
    tags: chance.chance(0.6) ? { owner: fn.team, service: fn.service } : {},
    lastUsed: fn.traffic.kind !== 'idle',
  })
}

function inlineFor(chance: Chance, account: Account, fn: FunctionSpec): NamedPolicy[] {
  const table = `arn:aws:dynamodb:${fn.region}:${account.id}:table/${fn.service}-${account.env}`
  const statements: Statement[] = [
    {
      Sid: 'Data',
      Effect: 'Allow',
      Action: chance.chance(0.12) ? 'dynamodb:*' : ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      Resource: chance.chance(0.12) ? '*' : [table, `${table}/index/*`],
    },
  ]
  if (fn.cast === 'loop-a' || fn.cast === 'loop-b') {
    statements.push({
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: `arn:aws:s3:::${account.name}-exports-uploads/*`,
    })
  }
  if (chance.chance(0.3)) {
    statements.push({
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: `arn:aws:s3:::${account.name}-${fn.service}-uploads/*`,
    })
  }
  const { DB_SECRET_ARN: secret, QUEUE_URL: queueUrl } = fn.environment
  const at = `${fn.region}:${account.id}`
  const allow = (Action: unknown, Resource: unknown) => statements.push({ Effect: 'Allow', Action, Resource })
  if (secret) allow('secretsmanager:GetSecretValue', chance.chance(0.2) ? '*' : `${secret}-*`)
  if (queueUrl)
    allow(chance.chance(0.2) ? 'sqs:*' : 'sqs:SendMessage', `arn:aws:sqs:${at}:${fn.service}-jobs`)
  if (fn.name.includes('-notify')) {
    allow('sns:Publish', chance.chance(0.3) ? '*' : `arn:aws:sns:${at}:${fn.service}-events`)
    allow(['ses:SendEmail', 'ses:SendRawEmail'], '*')
  }
  if (fn.name.includes('-api')) {
    const called = `arn:aws:lambda:${at}:function:${fn.service}`
    allow('lambda:InvokeFunction', [`${called}-notify`, `${called}-export`])
  }
  if (fn.kmsKeyArn) allow('kms:Decrypt', fn.kmsKeyArn)
  if (chance.chance(0.1)) allow('lambda:InvokeFunction', '*')
  if (chance.chance(0.02)) allow(['s3:*', 'kms:*'], '*')
  if (chance.chance(0.01))
    statements.push({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' })
  if (chance.chance(0.03))
    statements.push({ Effect: 'Allow', Action: ['iam:PassRole', 'lambda:CreateFunction'], Resource: '*' })
  if (fn.deadLetterArn)
    statements.push({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: fn.deadLetterArn })
  const single = chance.chance(0.1) && statements.length === 1
  return [
    {
      PolicyName: `${fn.service}-access`,
      document: { Version: '2012-10-17', Statement: single && statements[0] ? statements[0] : statements },
    },
  ]
}
