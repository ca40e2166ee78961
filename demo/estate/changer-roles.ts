import type { AttachedPolicy, Document, RoleSpec } from './iam.ts'
import type { Account, Statement } from './model.ts'

export type RoleParts = Partial<RoleSpec> & { name: string }

const document = (...statements: Statement[]): Document => ({ Version: '2012-10-17', Statement: statements })

const allow = (Action: unknown, Resource: unknown, Condition?: Statement['Condition']): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
})

const trust = (Principal: unknown, Condition?: Statement['Condition']): Document =>
  document({
    Effect: 'Allow',
    Principal,
    Action: 'sts:AssumeRole',
    Resource: undefined,
    ...(Condition ? { Condition } : {}),
  })

/** Roles besides execution roles: callers of functions, and those that may change functions or roles. */
export function changerRoles(account: Account): RoleParts[] {
  const role = (pattern: string) => `arn:aws:iam::${account.id}:role/${pattern}`
  const functions = `arn:aws:lambda:*:${account.id}:function:*`
  const inline = (name: string, ...statements: Statement[]) => [
    { PolicyName: name, document: document(...statements) },
  ]
  const ours = (name: string): AttachedPolicy => ({
    PolicyName: name,
    PolicyArn: `arn:aws:iam::${account.id}:policy/${name}`,
  })
  const withMfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
  return [
    {
      name: 'scheduler-invoke',
      trust: trust({ Service: 'scheduler.amazonaws.com' }),
      inline: inline('invoke', allow('lambda:InvokeFunction', functions)),
    },
    {
      name: 'step-functions-invoke',
      trust: trust({ Service: 'states.amazonaws.com' }),
      inline: inline('invoke', allow('lambda:InvokeFunction', [functions, `${functions}:*`])),
    },
    {
      name: 'developer',
      trust: trust({ AWS: `arn:aws:iam::${account.id}:root` }, withMfa),
      attached: [{ PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
      inline: inline(
        'change-functions',
        allow(['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'], functions),
        allow('iam:PassRole', role('*-lambda'), {
          StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
        }),
      ),
    },
    {
      name: 'codebuild-deploy',
      trust: trust({ Service: 'codebuild.amazonaws.com' }),
      attached: [ours('deploy-functions')],
      boundaryArn: `arn:aws:iam::${account.id}:policy/deployment-boundary`,
    },
    {
      name: 'data-platform-automation',
      description: 'Makes functions for new data feeds',
      trust: trust({ Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] }),
      inline: inline(
        'make-feeds',
        allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], '*'),
        allow('lambda:CreateEventSourceMapping', '*'),
      ),
    },
    {
      name: 'policy-maintenance',
      description: 'Rolls out new versions of shared policies',
      trust: trust({ AWS: role('developer') }),
      inline: inline(
        'versions',
        allow(
          ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'],
          `arn:aws:iam::${account.id}:policy/*`,
        ),
        allow(['iam:Get*', 'iam:List*'], '*'),
      ),
    },
    {
      name: 'identity-helpdesk',
      trust: trust({ AWS: `arn:aws:iam::${account.id}:root` }, withMfa),
      inline: inline(
        'reset',
        allow(['iam:UpdateLoginProfile', 'iam:CreateAccessKey'], `arn:aws:iam::${account.id}:user/*`),
        {
          Effect: 'Deny',
          Action: 'iam:*',
          Resource: `arn:aws:iam::${account.id}:user/system/*`,
        },
      ),
    },
  ]
}
