import { readOnlyRole } from '#demo/estate/accounts.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, type Operation } from './call.ts'

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', 400, message)
}

function assumeRole(call: Call): unknown {
  const { input, principal, sessions, world } = call
  const roleArn = String(input.RoleArn ?? '')
  const sessionName = String(input.RoleSessionName ?? '')
  if (!/^arn:aws:iam::\d{12}:role\/.+/.test(roleArn)) throw invalid(`${roleArn} is invalid`)
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw invalid(
      `1 validation error detected: Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    )
  }
  const seconds = boundedInt(input.DurationSeconds, 3600, 900, 43_200, (value) =>
    invalid(
      `1 validation error detected: Value '${value}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
    ),
  )
  const account = world.estate.accounts.find((candidate) => candidate.roleArn === roleArn)
  const externalIdFits = account?.externalId === undefined || account.externalId === input.ExternalId
  if (!account || !externalIdFits) {
    throw new AwsError(
      'AccessDenied',
      403,
      `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    )
  }
  if (principal.sessionToken !== undefined && seconds > 3600) {
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    )
  }
  const session = sessions.issue(account, readOnlyRole, sessionName, call.signingNowMs + seconds * 1000)
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expiresMs ?? 0),
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
  }
}

export const stsOperations: Record<string, Operation> = {
  GetCallerIdentity: {
    bucket: { name: 'sts', perSecond: 50 },
    run: ({ principal }) => ({ UserId: principal.userId, Account: principal.account.id, Arn: principal.arn }),
  },
  AssumeRole: {
    bucket: { name: 'sts', perSecond: 50 },
    run: assumeRole,
    resource: ({ input }) => String(input.RoleArn ?? '*'),
  },
}
