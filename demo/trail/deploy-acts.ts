import type { FunctionSpec } from '#demo/estate/model.ts'
import { awsIdFrom } from '#demo/estate/prng.ts'
import type { Act } from './act.ts'
import { awsService, pipelineSession } from './actors.ts'
import { functionResource, lambdaRead, lambdaWrite, updateCodeAct } from './lambda-acts.ts'

export type DeployScript = {
  atMs: number
  service: string
  functions: FunctionSpec[]
  run: number
  code?: string
  codeOf?: (fn: FunctionSpec) => string
  versionOf?: (fn: FunctionSpec) => number
}

/** What a pipeline run leaves in the trail: its sign-in, then look, update, publish for each function. */
export function deployActs(script: DeployScript): Act[] {
  const { atMs, service, functions, run } = script
  const first = functions[0]
  if (!first) return []
  const { accountId, region } = first
  const actor = pipelineSession(accountId, run, atMs - 25_000)
  const subject = `repo:shop-example/${service}:ref:refs/heads/main`
  const roleArn = `arn:aws:iam::${accountId}:role/gha-deploy`
  const acts: Act[] = [
    {
      timeMs: atMs - 25_000,
      region,
      source: 'sts.amazonaws.com',
      name: 'AssumeRoleWithWebIdentity',
      readOnly: true,
      actor: {
        ...awsService(accountId, 'token.actions.githubusercontent.com'),
        name: subject,
        ip: actor.ip,
        agent: actor.agent,
        federatedBy: actor.federatedBy,
      },
      resources: [{ type: 'AWS::IAM::Role', name: roleArn, arn: roleArn }],
      parameters: { roleArn, roleSessionName: actor.session, durationSeconds: 3600 },
      response: {
        subjectFromWebIdentityToken: subject,
        provider: actor.federatedBy,
        audience: 'sts.amazonaws.com',
        credentials: {
          accessKeyId: actor.accessKeyId,
          sessionToken: '********',
          expiration: new Date(atMs + 3_575_000).toUTCString(),
        },
        assumedRoleUser: {
          assumedRoleId: `${awsIdFrom('AROA', accountId, 'gha-deploy')}:${actor.session}`,
          arn: `arn:aws:sts::${accountId}:assumed-role/gha-deploy/${actor.session}`,
        },
      },
    },
  ]
  for (const fn of functions) {
    const timeMs = atMs
    const resource = functionResource(fn)
    acts.push(
      lambdaRead(actor, region, timeMs - 4_000, 'GetFunction20150331v2', { functionName: fn.name }, resource),
      updateCodeAct(actor, fn, timeMs, script.codeOf?.(fn) ?? script.code ?? 'deploy-0'),
      lambdaRead(
        actor,
        region,
        timeMs + 3_000,
        'GetFunctionConfiguration20150331v2',
        { functionName: fn.name },
        resource,
      ),
    )
    if (fn.keptVersions > 0) {
      const version = script.versionOf?.(fn)
      acts.push(
        lambdaWrite(
          actor,
          region,
          timeMs + 9_000,
          'PublishVersion20150331',
          resource,
          { functionName: fn.name },
          { functionName: fn.name, functionArn: fn.arn, ...(version ? { version: String(version) } : {}) },
        ),
        lambdaWrite(
          actor,
          region,
          timeMs + 12_000,
          'UpdateAlias20150331',
          resource,
          {
            functionName: fn.name,
            name: fn.aliases[0] ?? 'live',
            ...(version ? { functionVersion: String(version) } : {}),
          },
          null,
        ),
      )
    }
  }
  return acts
}
