import { minuteMs } from '#demo/estate/model.ts'
import { functionSession } from '#demo/trail/actors.ts'
import { apiAct } from '#demo/trail/lambda-acts.ts'
import type { Incident } from './incident.ts'

const foreign = {
  ip: '192.0.2.199',
  agent:
    'aws-cli/2.27.41 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0-kali md/arch#x86_64 lang/python#3.13.4 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off',
}

/** The session of a function's execution role is used from outside AWS by somebody with the AWS CLI. */
export const leakedCredential: Incident = {
  id: 'leaked-credential',
  periodMs: 300 * minuteMs,
  offsetMs: 12 * minuteMs,
  durationMs: 25 * minuteMs,
  cast: ['leak'],
  acts(players, at) {
    const fn = players.get('leak')
    if (!fn) return []
    const session = { ...functionSession(fn, at.startMs - 17 * minuteMs), ...foreign }
    const role = `arn:aws:sts::${fn.accountId}:assumed-role/${fn.roleName}/${fn.name}`
    const refuse = (action: string, resource: string) => ({
      errorCode: 'AccessDenied',
      errorMessage: `User: ${role} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    })
    const step = (
      afterS: number,
      source: string,
      name: string,
      parameters: unknown,
      failure?: { errorCode: string; errorMessage: string },
    ) =>
      apiAct(
        session,
        fn.region,
        at.startMs + afterS * 1000,
        `${source}.amazonaws.com`,
        name,
        parameters,
        failure,
      )
    return [
      step(0, 'sts', 'GetCallerIdentity', null),
      step(21, 's3', 'ListBuckets', { Host: `s3.${fn.region}.amazonaws.com` }),
      step(58, 'lambda', 'ListFunctions20150331', null, {
        ...refuse('lambda:ListFunctions', '*'),
        errorCode: 'AccessDenied',
      }),
      step(90, 'iam', 'ListRoles', null, refuse('iam:ListRoles', `arn:aws:iam::${fn.accountId}:role/`)),
      step(121, 'iam', 'ListUsers', null, refuse('iam:ListUsers', `arn:aws:iam::${fn.accountId}:user/`)),
      step(214, 'secretsmanager', 'ListSecrets', null, refuse('secretsmanager:ListSecrets', '*')),
      step(
        352,
        'ec2',
        'DescribeInstances',
        { instancesSet: {}, filterSet: {} },
        { ...refuse('ec2:DescribeInstances', '*'), errorCode: 'Client.UnauthorizedOperation' },
      ),
      step(700, 's3', 'GetBucketAcl', { bucketName: 'production-images-uploads' }),
      step(1_340, 'sts', 'GetCallerIdentity', null),
    ]
  },
}
