import { invitedOf, userPoolId } from '#demo/estate/sources/invited.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, notFound, type Operation, page, partitionOf } from './call.ts'

const bucket = { name: 'cognito-idp', perSecond: 15 }
const bad = () => new AwsError('InvalidParameterException', 400, 'Invalid MaxResults or NextToken')

/** One pool of customers that calls functions, and one of staff that calls none. */
function poolsOf(call: Call) {
  const { account, region } = call
  const { signUp, token, sms } = invitedOf(partitionOf(call).functions)
  if (!signUp) return []
  const id = userPoolId(account, region)
  const triggers = {
    PreSignUp: signUp.arn,
    PostConfirmation: signUp.arn,
    ...(token
      ? {
          PreTokenGeneration: token.arn,
          PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: token.arn },
        }
      : {}),
    ...(sms
      ? {
          CustomSMSSender: { LambdaVersion: 'V1_0', LambdaArn: sms.arn },
          KMSKeyID: `arn:aws:kms:${region}:${account.id}:key/5d1f0000-1f2e-4d3c-8b7a-000000000001`,
        }
      : {}),
  }
  return [
    { id, name: 'shop-customers', triggers, adminOnly: false },
    { id: `${region}_STAFF0001`, name: 'staff', triggers: {}, adminOnly: true },
  ]
}

function listUserPools(call: Call): unknown {
  const size = boundedInt(call.input.MaxResults, 60, 1, 60, bad)
  const { items, token } = page(call, poolsOf(call), call.input.NextToken, size, bad)
  return {
    UserPools: items.map(({ id, name, triggers }) => ({ Id: id, Name: name, LambdaConfig: triggers })),
    NextToken: token,
  }
}

function describeUserPool(call: Call): unknown {
  const pool = poolsOf(call).find(({ id }) => id === call.input.UserPoolId)
  if (!pool) throw notFound(`User pool ${String(call.input.UserPoolId)} does not exist.`)
  return {
    UserPool: {
      Id: pool.id,
      Name: pool.name,
      Arn: `arn:aws:cognito-idp:${call.region}:${call.account.id}:userpool/${pool.id}`,
      LambdaConfig: pool.triggers,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: pool.adminOnly, UnusedAccountValidityDays: 7 },
      MfaConfiguration: 'OPTIONAL',
      DeletionProtection: 'ACTIVE',
      EstimatedNumberOfUsers: 18_204,
    },
  }
}

export const cognitoOperations: Record<string, Operation> = {
  ListUserPools: { bucket, run: listUserPools },
  DescribeUserPool: { bucket, run: describeUserPool },
}
