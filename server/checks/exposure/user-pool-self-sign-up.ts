import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { UserPoolRecord } from '#server/domain/records/user-pool-record.ts'
import { shellWord } from '#server/domain/text.ts'
import { functionTarget, homeOf } from '#server/domain/triggers/function-target.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { listed, notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

type Use = { api: ApiRecord; routes: string[]; functions: string[] }

/** Routes that ask for a token of the pool. */
function usesIn(api: ApiRecord, pool: UserPoolRecord): Use[] {
  const authorizers = (valueOr(api.authorizers, []) ?? []).filter(
    ({ userPoolArns, issuer }) => userPoolArns.includes(pool.arn) || issuer?.endsWith(`/${pool.poolId}`),
  )
  const ids = new Set(authorizers.map(({ id }) => id))
  const routes = (valueOr(api.routes, []) ?? []).filter(({ authorizerId }) => ids.has(authorizerId ?? ''))
  if (routes.length === 0) return []
  const functions = routes.flatMap(({ integration }) =>
    integration?.functionArn ? (functionTarget(integration.functionArn, homeOf(api))?.arn ?? []) : [],
  )
  return [{ api, routes: routes.map(({ key }) => key), functions }]
}

function evaluate(record: UserPoolRecord, around: Surroundings): Verdict {
  const hidden = whyUnseen('Who may sign up', record.selfSignUp)
  const triggers = valueOr(record.triggers, []) ?? []
  const apis = around.all('api', record)
  const uses = apis.state === 'known' ? apis.value.flatMap((api) => usesIn(api, record)) : []
  if (uses.length === 0 && triggers.length === 0) {
    const why = whyUnseen('APIs', apis) ?? whyUnseen('Triggers of the pool', record.triggers)
    if (why && !(record.selfSignUp.state === 'known' && !record.selfSignUp.value)) return unknown(why)
    return notApplicable('No route asks for its tokens, and it calls no function.')
  }
  if (hidden) return unknown(hidden)
  if (record.selfSignUp.state !== 'known' || !record.selfSignUp.value)
    return pass({ label: 'Sign-up', value: 'Administrators alone make users' })
  const home = homeOf(record)
  const triggered = triggers.flatMap(({ functionArn }) => functionTarget(functionArn, home)?.arn ?? [])
  const what =
    uses.length > 0
      ? `so the authorizer of ${listed(uses.map(({ api }) => api.name))} lets everybody in who takes the trouble`
      : 'and so calls its functions with data of their own'
  return {
    state: 'fail',
    severity: uses.length > 0 ? 'medium' : 'low',
    summary: `Anyone can sign up to user pool ${record.name}, ${what}.`,
    evidence: [
      { label: 'Sign-up', value: 'AllowAdminCreateUserOnly is false' },
      ...uses.map(({ api, routes }) => ({ label: `Routes of ${api.name}`, value: listed(routes) })),
      ...triggers.map(({ trigger, functionArn }) => ({ label: trigger, value: functionArn })),
    ],
    affects: [...new Set([...triggered, ...uses.flatMap(({ functions }) => functions)])],
  }
}

/** Source: Cognito Developer Guide, "Signing up and confirming user accounts". */
export const userPoolSelfSignUp = defineCheck({
  id: 'user-pool-self-sign-up',
  title: 'Anyone can sign up to the user pool',
  group: 'exposure',
  kind: 'user-pool',
  severity: 'medium',
  severityNote: 'Low where no route asks for its tokens and it only calls functions of its own.',
  why: 'An authorizer of this pool keeps nobody out: whoever registers has a valid token. That is right for customers and wrong for staff.',
  references: ['https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html'],
  needs: ['user-pools', 'apis'],
  elsewhere: ['Prowler cognito_user_pool_self_registration_disabled'],
  risks: ['broken-authentication'],
  evaluate,
  remediate: (record) => ({
    text: 'Where the pool is for staff, let administrators alone make users. update-user-pool sets what it is not given back to its default: give it all of the pool’s settings. Where customers register, check group or scope in each route instead.',
    cli: `aws cognito-idp describe-user-pool ${regionOf(record)} --user-pool-id ${shellWord(record.poolId)}`,
    cloudformation: properties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    }),
    terraform: argumentsOf('aws_cognito_user_pool', {
      'admin_create_user_config {}': { allow_admin_create_user_only: true },
    }),
  }),
})
